namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>A disk that stands still until the test lets it go, or fails for as long as the test says.</summary>
internal sealed class GatedStream(Stream inner, ManualResetEventSlim open, Func<string?> failure) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        open.Wait(Patience).ShouldBeTrue();
        if (failure() is not { } reason)
        {
            inner.Write(buffer);
            return;
        }
        // As a full disk does: a part is written.
        inner.Write(buffer[..(buffer.Length / 2)]);
        throw new IOException(reason);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override void SetLength(long value) => inner.SetLength(value);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
