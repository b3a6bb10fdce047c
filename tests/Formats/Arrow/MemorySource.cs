using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>A file in memory that throws where it is read outside of its bounds, and counts what was read.</summary>
internal sealed class MemorySource(byte[] bytes) : IArrowSource
{
    /// <summary>All of the bytes, unless it is cut.</summary>
    public long Length { get; set; } = bytes.Length;

    public long BytesRead { get; private set; }

    public int Reads { get; private set; }

    public FormatFault? Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length - into.Length)
            throw new InvalidOperationException($"{into.Length} bytes at {offset} of {Length} were asked for.");
        bytes.AsSpan((int)offset, into.Length).CopyTo(into);
        BytesRead += into.Length;
        Reads++;
        return null;
    }
}
