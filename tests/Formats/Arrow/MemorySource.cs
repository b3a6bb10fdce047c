using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>A file in memory that throws where it is read outside of its bounds, and counts what was read.</summary>
internal sealed class MemorySource(byte[] bytes) : IArrowSource
{
    public long Length => bytes.Length;

    public long BytesRead { get; private set; }

    public FormatFault? Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > bytes.Length - into.Length)
            throw new InvalidOperationException($"{into.Length} bytes at {offset} of {bytes.Length} were asked for.");
        bytes.AsSpan((int)offset, into.Length).CopyTo(into);
        BytesRead += into.Length;
        return null;
    }
}
