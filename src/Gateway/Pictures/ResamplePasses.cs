using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolicyGate.Gateway.Pictures;

/// <summary>One axis of a resize at a time, on RGB bytes without padding: the loops that take the time.</summary>
/// <remarks>
/// All sums are 32-bit integers that cannot overflow, so that the order of the additions, and with it the width of the
/// vectors, changes no byte.
/// </remarks>
internal static class ResamplePasses
{
    /// <summary>Changes the width of rows.</summary>
    /// <param name="source">Rows of <paramref name="sourceWidth"/> pixels.</param>
    /// <param name="sourceWidth">Pixels of a source row.</param>
    /// <param name="weights">Of the horizontal axis.</param>
    /// <param name="destination">As many rows, of <see cref="ResampleWeights.OutputSize"/> pixels.</param>
    public static void Columns(
        ReadOnlySpan<byte> source, int sourceWidth, ResampleWeights weights, Span<byte> destination)
    {
        int sourceStride = sourceWidth * 3;
        int stride = weights.OutputSize * 3;
        int rows = source.Length / sourceStride;
        int[] scratch = ArrayPool<int>.Shared.Rent(sourceWidth * Vector256<int>.Count);
        Span<Vector256<int>> pixels = MemoryMarshal.Cast<int, Vector256<int>>(scratch.AsSpan())[..sourceWidth];
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
        ArrayPool<int>.Shared.Return(scratch);
    }

    /// <summary>Changes the height.</summary>
    /// <param name="source">Rows from <paramref name="firstRow"/> of the picture on.</param>
    /// <param name="firstRow">The picture's row that <paramref name="source"/> begins with.</param>
    /// <param name="stride">Bytes of a row, in source and destination.</param>
    /// <param name="weights">Of the vertical axis.</param>
    /// <param name="destination"><see cref="ResampleWeights.OutputSize"/> rows.</param>
    public static void Rows(
        ReadOnlySpan<byte> source, int firstRow, int stride, ResampleWeights weights, Span<byte> destination)
    {
        for (int row = 0; row < weights.OutputSize; row++)
        {
            ReadOnlySpan<int> taps = weights.Of(row, out int start);
            ReadOnlySpan<byte> window = source.Slice((start - firstRow) * stride, taps.Length * stride);
            SumRows(window, taps, weights.FractionBits, destination.Slice(row * stride, stride));
        }
    }

    /// <summary>Bytes to integers, one pixel of each row in a vector: R, G, B, unused, R, G, B, unused.</summary>
    /// <remarks>Each pixel is used by about four outputs, so that widening first costs less than in the sum.</remarks>
    // Compiled once, fully: as first compiled, a picture takes ten times as long, and it is a robot's first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<Vector256<int>> pixels)
    {
        for (int x = 0; x < pixels.Length; x++)
        {
            ReadOnlySpan<byte> u = upper.Slice(x * 3, 3);
            ReadOnlySpan<byte> l = lower.Slice(x * 3, 3);
            pixels[x] = Vector256.Create(u[0], u[1], u[2], 0, l[0], l[1], l[2], 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(
        ReadOnlySpan<Vector256<int>> pixels, ResampleWeights weights, Span<byte> upper, Span<byte> lower)
    {
        int bits = weights.FractionBits;
        Vector256<int> half = Vector256.Create(Half(bits));
        for (int x = 0; x < weights.OutputSize; x++)
        {
            ReadOnlySpan<int> taps = weights.Of(x, out int start);
            ReadOnlySpan<Vector256<int>> window = pixels.Slice(start, taps.Length);
            Vector256<int> sum = half;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += window[tap] * taps[tap];
            Vector256<int> pixel = ToByte(sum, bits);
            Span<byte> u = upper.Slice(x * 3, 3);
            Span<byte> l = lower.Slice(x * 3, 3);
            (u[0], u[1], u[2]) = ((byte)pixel[0], (byte)pixel[1], (byte)pixel[2]);
            (l[0], l[1], l[2]) = ((byte)pixel[4], (byte)pixel[5], (byte)pixel[6]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(ReadOnlySpan<byte> window, ReadOnlySpan<int> taps, int bits, Span<byte> destination)
    {
        int half = Half(bits);
        int x = 0;
        for (; x <= destination.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            Vector256<int> left = Vector256.Create(half);
            Vector256<int> right = left;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                Vector128<byte> bytes = Vector128.Create(
                    window.Slice((tap * destination.Length) + x, Vector128<byte>.Count));
                (Vector256<int> l, Vector256<int> r) = Widen(bytes);
                left += l * taps[tap];
                right += r * taps[tap];
            }
            Narrow(ToByte(left, bits), ToByte(right, bits)).CopyTo(destination[x..]);
        }
        for (; x < destination.Length; x++)
        {
            int sum = half;
            for (int tap = 0; tap < taps.Length; tap++)
                sum += window[(tap * destination.Length) + x] * taps[tap];
            destination[x] = (byte)Math.Clamp(sum >> bits, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Left, Vector256<int> Right) Widen(Vector128<byte> bytes)
    {
        Vector256<ushort> words = Vector256.WidenLower(bytes.ToVector256Unsafe());
        (Vector256<uint> left, Vector256<uint> right) = Vector256.Widen(words);
        return (left.AsInt32(), right.AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<int> left, Vector256<int> right)
    {
        Vector256<ushort> words = Vector256.Narrow(left.AsUInt32(), right.AsUInt32());
        return Vector128.Narrow(words.GetLower(), words.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ToByte(Vector256<int> sum, int bits) => Vector256.Clamp(
        sum >> bits, Vector256<int>.Zero, Vector256.Create(255));

    private static int Half(int bits) => 1 << (bits - 1);
}
