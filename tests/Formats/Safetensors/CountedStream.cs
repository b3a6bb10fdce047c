namespace PolicyGate.Tests.Formats.Safetensors;

/// <summary>Counts what is read of a stream.</summary>
internal sealed class CountedStream(Stream inner) : Stream
{
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        inner.Position = Position;
        int count = inner.Read(buffer);
        (Position, BytesRead) = (Position + count, BytesRead + count);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
