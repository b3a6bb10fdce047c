using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolicyGate.Gateway.Pictures;

/// <summary>One axis of a resize at a time, in float32: as torch resizes pictures that are floats already.</summary>
/// <remarks>
/// Each output's sum is taken tap after tap, whatever the width of the vectors: the same floats on every processor.
/// torch itself sums in an order that depends on its threads; the last bits differ.
/// </remarks>
internal static class FloatPasses
{
    private const int Channels = 3;

    /// <summary>Changes the width of rows of bytes.</summary>
    /// <param name="source">Rows of <paramref name="sourceWidth"/> RGB pixels.</param>
    /// <param name="sourceWidth">Pixels of a source row.</param>
    /// <param name="weights">Of the horizontal axis.</param>
    /// <param name="destination">As many rows, of <see cref="FloatWeights.OutputSize"/> pixels, 0…255.</param>
    public static void Columns(
        ReadOnlySpan<byte> source, int sourceWidth, FloatWeights weights, Span<float> destination)
    {
        int sourceStride = sourceWidth * Channels;
        int stride = weights.OutputSize * Channels;
        int rows = source.Length / sourceStride;
        Span<Vector256<float>> pixels = MemoryMarshal.Cast<byte, Vector256<float>>(
            ThreadScratch.Tile(sourceWidth * Vector256<byte>.Count));
        for (int row = 0; row < rows; row += 2)
        {
            // Two rows side by side fill a vector; an odd last row goes with itself.
            int other = Math.Min(row + 1, rows - 1);
            Widen(
                source.Slice(row * sourceStride, sourceStride),
                source.Slice(other * sourceStride, sourceStride),
                pixels);
            Columns(
                pixels, weights, destination.Slice(row * stride, stride), destination.Slice(other * stride, stride));
        }
    }

    /// <summary>Rows that keep their width.</summary>
    public static void Widen(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i];
    }

    /// <summary>Changes the height.</summary>
    /// <param name="source">Rows, without padding.</param>
    /// <param name="stride">Values of a row.</param>
    /// <param name="weights">Of the vertical axis.</param>
    /// <param name="destination"><see cref="FloatWeights.OutputSize"/> rows of <paramref name="stride"/>
    /// values.</param>
    /// <param name="destinationStride">Values from one of its rows to the next.</param>
    public static void Rows(
        ReadOnlySpan<float> source, int stride, FloatWeights weights, Span<float> destination, int destinationStride)
    {
        for (int row = 0; row < weights.OutputSize; row++)
        {
            ReadOnlySpan<float> taps = weights.Of(row, out int start);
            ReadOnlySpan<float> window = source.Slice(start * stride, taps.Length * stride);
            SumRows(window, taps, destination.Slice(row * destinationStride, stride));
        }
    }

    /// <summary>One pixel of each row in a vector: R, G, B, unused, R, G, B, unused.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<Vector256<float>> pixels)
    {
        for (int x = 0; x < pixels.Length; x++)
        {
            ReadOnlySpan<byte> u = upper.Slice(x * Channels, Channels);
            ReadOnlySpan<byte> l = lower.Slice(x * Channels, Channels);
            pixels[x] = Vector256.ConvertToSingle(Vector256.Create(u[0], u[1], u[2], 0, l[0], l[1], l[2], 0));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(
        ReadOnlySpan<Vector256<float>> pixels, FloatWeights weights, Span<float> upper, Span<float> lower)
    {
        for (int x = 0; x < weights.OutputSize; x++)
        {
            ReadOnlySpan<float> taps = weights.Of(x, out int start);
            ReadOnlySpan<Vector256<float>> window = pixels.Slice(start, taps.Length);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += window[tap] * taps[tap];
            Span<float> u = upper.Slice(x * Channels, Channels);
            Span<float> l = lower.Slice(x * Channels, Channels);
            (u[0], u[1], u[2]) = (sum[0], sum[1], sum[2]);
            (l[0], l[1], l[2]) = (sum[4], sum[5], sum[6]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(ReadOnlySpan<float> window, ReadOnlySpan<float> taps, Span<float> destination)
    {
        int x = 0;
        for (; x <= destination.Length - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            Vector256<float> sum = Vector256<float>.Zero;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += Vector256.Create(window.Slice((tap * destination.Length) + x, 8)) * taps[tap];
            sum.CopyTo(destination[x..]);
        }
        for (; x < destination.Length; x++)
        {
            float sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += window[(tap * destination.Length) + x] * taps[tap];
            destination[x] = sum;
        }
    }
}
