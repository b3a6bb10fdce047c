using System.Text.Json;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Measurement;

/// <summary>A request line and the observation file that it names.</summary>
internal sealed class PreparedTick
{
    private readonly byte[] _line;

    /// <param name="path">Of the observation file.</param>
    /// <param name="metadata">The request's.</param>
    public PreparedTick(string path, JsonElement metadata)
    {
        Path = path;
        using var writer = new OpenArmRequestWriter();
        // One long episode: a first tick in each would be another case.
        var shown = new OpenArmObservation(ReadOnlyMemory<byte>.Empty, metadata, Reset: false);
        _line = writer.Write(path, shown, timestamp: 0).ToArray();
    }

    public string Path { get; }

    /// <summary>With its end.</summary>
    public ReadOnlySpan<byte> Line => _line;

    /// <summary>Without its end, for readers that change it in place.</summary>
    public byte[] CopyRequest() => _line[..^1];
}
