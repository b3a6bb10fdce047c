namespace PolicyGate.Formats.Compression;

/// <summary>
/// Decompresses one frame after the other, in pieces of any size; its native memory is kept between frames.
/// </summary>
internal interface IFrameDecoder : IDisposable
{
    /// <summary>Forgets the frame before. A fault where the library is not on this machine.</summary>
    FormatFault? Begin();

    /// <summary>Takes what it can of the frame and gives what there is room for; both may be nothing.</summary>
    /// <param name="from">The frame's next bytes.</param>
    /// <param name="into">Receives the next decompressed bytes.</param>
    /// <param name="step">How far that went.</param>
    FormatFault? Decode(ReadOnlySpan<byte> from, Span<byte> into, out FrameStep step);
}
