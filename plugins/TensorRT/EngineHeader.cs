using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT;

/// <summary>What an engine's first bytes tell without TensorRT.</summary>
/// <remarks>
/// The format is NVIDIA's own and not described. That it begins with "ftrt", and that the four bytes from the 24th on
/// are the version that built it, is what a maintainer answered in https://github.com/NVIDIA/TensorRT/issues/3073.
/// </remarks>
internal static class EngineHeader
{
    private const int VersionAt = 24;
    private const int Bytes = VersionAt + 4;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<Finding> Describe(string path)
    {
        Span<byte> head = stackalloc byte[Bytes];
        using FileStream file = File.OpenRead(path);
        int read = file.ReadAtLeast(head, Bytes, throwOnEndOfStream: false);
        if (read < Bytes || !head.StartsWith("ftrt"u8))
        {
            return
            [
                new Finding(FindingLevel.Error, "engine",
                    "does not begin as a serialized TensorRT engine does (\"ftrt\")"),
            ];
        }
        ReadOnlySpan<byte> version = head[VersionAt..];
        return
        [
            new Finding(FindingLevel.Ok, "engine", $"serialized by TensorRT, {file.Length} bytes"),
            new Finding(FindingLevel.Ok, "built with",
                $"TensorRT {version[0]}.{version[1]}.{version[2]}.{version[3]}, by its header; another version will"
                + " refuse it unless it was built to be compatible"),
            new Finding(FindingLevel.Warning, "inputs and outputs",
                "only TensorRT itself can read them, on a machine with a GPU like the one that built the engine:"
                + " serve the policy there, or trtexec --loadEngine=FILE --verbose"),
        ];
    }
}
