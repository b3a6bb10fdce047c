using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>
/// Finds <c>libonnxruntime.so</c> before the binding looks for it, so that a missing one is a sentence and not a
/// <see cref="TypeInitializationException"/> that lasts for the life of the process.
/// </summary>
internal static partial class OrtLibrary
{
    private const string FileName = "libonnxruntime.so";

    private static readonly Lock Gate = new();
    private static nint _handle;

    /// <summary>The plugin's own folder.</summary>
    public static string Folder { get; } =
        Path.GetDirectoryName(typeof(OrtLibrary).Assembly.Location) ?? AppContext.BaseDirectory;

    /// <summary>The library that was loaded; null before <see cref="Load"/>.</summary>
    public static string? LoadedPath { get; private set; }

    /// <summary>The loader's handle of it; 0 before <see cref="Load"/>.</summary>
    public static nint Handle => _handle;

    /// <summary>Loads the library once and hands it to the binding.</summary>
    /// <exception cref="PolicyLoadException">It is missing or broken: each path tried and what was found.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_handle != 0)
                return;
            // From 1.29 on it reports to its maker from its first moment, with a file that names the machine, and
            // crashes where there is no shell to ask: https://github.com/microsoft/onnxruntime/issues/32173.
            // The engine reads the process's own environment, of which .NET has but a copy.
            _ = SetEnvironment("ORT_DISABLE_TELEMETRY", "1", overwrite: 0);
            (_handle, LoadedPath) = Open();
            OrtEnv.DisableDllImportResolver = true;
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, Resolve);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == "onnxruntime" ? _handle : 0;

    private static (nint Handle, string Path) Open()
    {
        // Beside the plugin where our own build puts it; below "runtimes" where a NuGet package does.
        ReadOnlySpan<string> candidates =
        [
            Path.Combine(Folder, FileName),
            Path.Combine(Folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", FileName),
        ];
        var tried = new StringBuilder();
        foreach (string path in candidates)
        {
            if (!File.Exists(path))
            {
                tried.Append($"\n  {path}: not there");
                continue;
            }
            try
            {
                return (NativeLibrary.Load(path), path);
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                tried.Append($"\n  {path}: {failure.Message}");
            }
        }
        throw new PolicyLoadException(
            $"the native library of ONNX Runtime cannot be loaded. Tried:{tried}\n"
            + "Build the plugin again (dotnet build plugins/Onnx -c Release), or copy its whole folder.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
