using System.Text;

namespace PolicyGate.Bench;

/// <summary>A request line and the observation file that it names.</summary>
internal sealed class PreparedTick(string path, string request)
{
    private readonly byte[] _line = Encoding.UTF8.GetBytes(request + "\n");

    public string Path { get; } = path;

    /// <summary>With its end.</summary>
    public ReadOnlySpan<byte> Line => _line;

    /// <summary>Without its end, for readers that change it in place.</summary>
    public byte[] CopyRequest() => _line[..^1];
}
