using System.Buffers;
using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Writes request lines as the stock node does, into a buffer that is kept.</summary>
internal sealed class OpenArmRequestWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4 << 10);
    private readonly Utf8JsonWriter _json;

    public OpenArmRequestWriter() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>The line with its end; valid until the next write.</summary>
    /// <param name="dataPath">The observation file.</param>
    /// <param name="observation">Its metadata is passed on, but for the time.</param>
    /// <param name="timestamp">When it was made, in nanoseconds since 1970.</param>
    public ReadOnlyMemory<byte> Write(string dataPath, in OpenArmObservation observation, long timestamp)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("name"u8, "inference"u8);
        _json.WriteString("data_path"u8, dataPath);
        _json.WriteBoolean("reset"u8, observation.Reset);
        _json.WriteStartObject("metadata"u8);
        foreach (JsonProperty entry in observation.Metadata.EnumerateObject())
        {
            if (!entry.NameEquals("timestamp"u8))
                entry.WriteTo(_json);
        }
        _json.WriteNumber("timestamp"u8, timestamp);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenMemory;
    }

    public void Dispose() => _json.Dispose();
}
