using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>
/// Finds <c>libpolicygate_torch.so</c>, and with it libtorch, which the loader finds where it was when that was built.
/// </summary>
internal static class LibTorchLibrary
{
    public const string Install =
        "sudo apt-get install -y --no-install-recommends g++ libtorch-dev libopenblas0-pthread";

    private const string FileName = "libpolicygate_torch.so";

    private static readonly Lock Gate = new();
    private static nint _handle;

    /// <summary>Loads it once.</summary>
    /// <exception cref="TorchException">It is missing, broken or of another version: each path tried and what was
    /// found.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_handle != 0)
                return;
            nint handle = Open();
            NativeLibrary.SetDllImportResolver(typeof(LibTorchLibrary).Assembly, Resolve);
            _handle = handle;
        }
        int version = NativeMethods.AbiVersion();
        if (version != NativeMethods.Version)
        {
            throw new TorchException(
                $"{FileName} has version {version} of its functions, this plugin wants {NativeMethods.Version};"
                + " copy the plugin's whole folder");
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == NativeMethods.Library ? _handle : 0;

    private static nint Open()
    {
        string folder = Path.GetDirectoryName(typeof(LibTorchLibrary).Assembly.Location) ?? AppContext.BaseDirectory;
        string path = Path.Combine(folder, FileName);
        string reason = Path.ChangeExtension(path, ".missing");
        var tried = new StringBuilder();
        if (File.Exists(path))
        {
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                tried.Append($"\n  {path}: {failure.Message}");
            }
        }
        else
        {
            tried.Append($"\n  {path}: not there");
            if (File.Exists(reason))
                tried.Append($"; when the plugin was built, {File.ReadAllText(reason).Trim()}");
        }
        throw new TorchException(
            $"libtorch cannot be used. Tried:{tried}\nInstall it and build again:\n  {Install}\n"
            + "or unpack an official libtorch and build with LIBTORCH=FOLDER.");
    }
}
