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
internal static class OrtLibrary
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
}
