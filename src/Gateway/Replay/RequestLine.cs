using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Replay;

/// <summary>
/// A recorded request line, in which the observation's path, and the moment of it where that is wished, are others:
/// all else is sent byte for byte. Its memory is kept from line to line.
/// </summary>
internal sealed class RequestLine
{
    private byte[] _recorded = [];
    private byte[] _line = [];
    private int _bytes;
    private Slot _path;
    private Slot _timestamp;

    /// <summary>Where the robot had the observation; null where the line names none or is no JSON.</summary>
    public string? Path { get; private set; }

    /// <summary>The robot's wall clock, nanoseconds since 1970; null where the line has none.</summary>
    public long? Timestamp { get; private set; }

    /// <param name="line">As recorded, without its end.</param>
    public void Read(ReadOnlySpan<byte> line)
    {
        (_bytes, Path, Timestamp) = (line.Length, null, null);
        (_path, _timestamp) = (default, default);
        if (_recorded.Length < line.Length)
            _recorded = new byte[line.Length];
        line.CopyTo(_recorded);
        if (_line.Length < line.Length)
            _line = new byte[line.Length];
        line.CopyTo(_line);
        Span<byte> mended = _line.AsSpan(0, line.Length);
        PythonJson.Mend(mended);
        var reader = new Utf8JsonReader(mended);
        try
        {
            Find(ref reader);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            // The gateway is to say what is wrong with it.
            (Path, Timestamp) = (null, null);
            (_path, _timestamp) = (default, default);
        }
    }

    /// <summary>The line as it is to be sent; valid, and the caller's to change, until the next.</summary>
    /// <param name="path">In place of the robot's; null leaves that.</param>
    /// <param name="timestamp">In place of the robot's; null leaves that.</param>
    public Memory<byte> Write(JsonEncodedText? path, long? timestamp = null)
    {
        Slot first = _path with { Replacement = path is { } text ? $"\"{text}\"" : null };
        Slot second = _timestamp with { Replacement = timestamp?.ToString() };
        if (second.Start < first.Start)
            (first, second) = (second, first);
        int at = 0;
        int from = 0;
        Reserve(_bytes + first.Extra + second.Extra);
        Put(first, ref from, ref at);
        Put(second, ref from, ref at);
        _recorded.AsSpan(from, _bytes - from).CopyTo(_line.AsSpan(at));
        return _line.AsMemory(0, at + _bytes - from);
    }

    private void Find(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isPath = reader.ValueTextEquals("data_path"u8);
            bool isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            // Of two the last holds, as for the gateway.
            if (isPath && reader.TokenType is JsonTokenType.String)
                (_path, Path) = (Slot.Of(reader), reader.GetString());
            else if (isMetadata && reader.TokenType is JsonTokenType.StartObject)
                FindTimestamp(ref reader);
            else
                reader.Skip();
        }
    }

    private void FindTimestamp(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isTimestamp = reader.ValueTextEquals("timestamp"u8);
            reader.Read();
            if (isTimestamp && reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long timestamp))
                (_timestamp, Timestamp) = (Slot.Of(reader), timestamp);
            reader.Skip();
        }
    }

    private void Reserve(int bytes)
    {
        if (_line.Length < bytes)
            _line = new byte[bytes];
    }

    private void Put(in Slot slot, ref int from, ref int at)
    {
        if (slot.Length == 0 || slot.Replacement is not { } replacement)
            return;
        ReadOnlySpan<byte> before = _recorded.AsSpan(from, slot.Start - from);
        before.CopyTo(_line.AsSpan(at));
        at += before.Length;
        at += Encoding.UTF8.GetBytes(replacement, _line.AsSpan(at));
        from = slot.Start + slot.Length;
    }

    /// <summary>A value in the line, its quotes included.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Slot(int Start, int Length)
    {
        public string? Replacement { get; init; }

        public int Extra => Replacement is { } text ? Encoding.UTF8.GetByteCount(text) : 0;

        public static Slot Of(in Utf8JsonReader reader) =>
            new((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));
    }
}
