using System.Buffers;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// One answer, <c>Actions{bytes data=1}</c>: the pickle is written first, the field's head in front of it. Its memory
/// is kept from answer to answer.
/// </summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int HeadBytes = ProtobufWriter.MaximumHead;

    private byte[] _bytes = new byte[4096];
    private int _end;

    /// <summary>What the message carries; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> Data => _bytes.AsMemory(HeadBytes, _end - HeadBytes);

    public void Begin() => _end = HeadBytes;

    public void Advance(int count) => _end += count;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    /// <summary>The whole message; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        int length = _end - HeadBytes;
        int begin = HeadBytes - ProtobufWriter.HeadSize(DataMessage.DataField, length);
        new ProtobufWriter(_bytes.AsSpan(begin)).Head(DataMessage.DataField, length);
        return _bytes.AsMemory(begin, _end - begin);
    }

    private void Reserve(int count)
    {
        int needed = _end + Math.Max(count, 1);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, 2 * _bytes.Length));
    }
}
