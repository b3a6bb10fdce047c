using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT;

/// <summary>A shared library, by an exact name or path, which stays loaded until the process ends.</summary>
internal sealed class NativeFile
{
    private readonly nint _handle;

    private NativeFile(string name, nint handle) => (Name, _handle) = (name, handle);

    /// <summary>As it was asked for.</summary>
    public string Name { get; }

    /// <summary>Opens the first that can be opened.</summary>
    /// <param name="names">Paths, or names that the system's loader looks for.</param>
    /// <param name="fault">What the loader said of each, where none could be opened.</param>
    public static NativeFile? Open(ReadOnlySpan<string> names, out string fault)
    {
        fault = "";
        foreach (string name in names)
        {
            try
            {
                return new NativeFile(name, NativeLibrary.Load(name));
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                fault += $"\n  {Reason(failure.Message)}";
            }
        }
        return null;
    }

    /// <returns>0 where it has none of that name.</returns>
    public nint Find(string export) =>
        NativeLibrary.TryGetExport(_handle, export, out nint address) ? address : 0;

    /// <exception cref="PolicyLoadException">It has none of that name.</exception>
    public nint Get(string export) => Find(export) is not 0 and nint address
        ? address
        : throw new PolicyLoadException($"{Name} has no function {export}; it is too old, or another library");

    /// <summary>Of the runtime's message: a line of advice, then what the loader said of each name it tried.</summary>
    private static string Reason(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? lines[1] : message;
    }
}
