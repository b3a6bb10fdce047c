using System.Runtime.Intrinsics.X86;

namespace PolicyGate.Gateway.Pictures;

/// <summary>One axis of a resize at a time, on RGB bytes: the loops that take the time.</summary>
/// <remarks>
/// All sums are 32-bit integers that cannot overflow in the end, so that the order of the additions, and with it the
/// width of the vectors, changes no byte. Any number of threads at once.
/// </remarks>
internal abstract class BytePasses
{
    /// <summary>The fastest that this processor can do.</summary>
    public static BytePasses Best { get; } = Avx2.IsSupported ? new Avx2Passes() : new PortablePasses();

    /// <summary>Changes the width of rows.</summary>
    /// <param name="source">Rows of <paramref name="sourceWidth"/> pixels, without padding.</param>
    /// <param name="sourceWidth">Pixels of a source row.</param>
    /// <param name="weights">Of the horizontal axis.</param>
    /// <param name="destination">As many rows, of <see cref="FixedWeights.OutputSize"/> pixels.</param>
    /// <param name="destinationStride">Bytes from one of its rows to the next.</param>
    public abstract void Columns(
        ReadOnlySpan<byte> source, int sourceWidth, FixedWeights weights, Span<byte> destination,
        int destinationStride);

    /// <summary>Changes the height.</summary>
    /// <param name="source">Rows, without padding.</param>
    /// <param name="stride">Bytes of a row.</param>
    /// <param name="weights">Of the vertical axis.</param>
    /// <param name="destination"><see cref="FixedWeights.OutputSize"/> rows of <paramref name="stride"/>
    /// bytes.</param>
    /// <param name="destinationStride">Bytes from one of its rows to the next.</param>
    public abstract void Rows(
        ReadOnlySpan<byte> source, int stride, FixedWeights weights, Span<byte> destination, int destinationStride);
}
