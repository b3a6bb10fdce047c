using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PolicyGate.Formats;

namespace PolicyGate.Gateway.Workers;

/// <summary>One direction each of a pair of pipes: a JSON object a line, written by anybody, read by one.</summary>
/// <typeparam name="TOut">What is written.</typeparam>
/// <typeparam name="TIn">What is read.</typeparam>
internal sealed class ControlChannel<TOut, TIn>(
    Stream write, JsonTypeInfo<TOut> writing, Stream read, JsonTypeInfo<TIn> reading) : IDisposable
    where TIn : class
{
    private const byte LineFeed = (byte)'\n';

    private readonly Lock _oneWriter = new();
    private readonly LineReader _lines = new(read, MaximumLineBytes);

    /// <summary>The longest line: signatures of the largest models, a tensor taking some 150 bytes, take 200
    /// KB.</summary>
    public static int MaximumLineBytes => 1 << 20;

    /// <returns>Whether the other side still reads.</returns>
    public bool TryWrite(TOut message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, writing), LineFeed];
        try
        {
            lock (_oneWriter)
            {
                write.Write(line);
                write.Flush();
            }
            return true;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Null when the other side has closed the pipe.</returns>
    /// <exception cref="InvalidDataException">The line is too long, or no message.</exception>
    public TIn? Read()
    {
        try
        {
            if (!_lines.TryRead(out ReadOnlySpan<byte> line))
                return null;
            return JsonSerializer.Deserialize(line, reading)
                ?? throw new InvalidDataException("null stands where a message should");
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            throw new InvalidDataException(wrong.Message, wrong);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        write.Dispose();
        read.Dispose();
    }
}
