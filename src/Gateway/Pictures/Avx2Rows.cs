using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicyGate.Gateway.Pictures;

/// <summary>The vertical pass by AVX2: two source rows at a time, 32 bytes of each.</summary>
/// <remarks>
/// The bytes of both rows are interleaved and widened to words, so that one instruction multiplies a byte of each by
/// their two weights (<see cref="WeightPairs"/>) and adds the two. Interleaving works on halves of a vector, and packing
/// at the end undoes it in the same halves: bytes come out where they came from.
/// </remarks>
internal static unsafe class Avx2Rows
{
    private const int VectorBytes = 32;

    public static void Run(
        ReadOnlySpan<byte> source, int stride, FixedWeights weights, Span<byte> destination, int destinationStride)
    {
        int rows = source.Length / stride;
        ArgumentOutOfRangeException.ThrowIfLessThan(
            destination.Length, ((weights.OutputSize - 1) * destinationStride) + stride);
        Vector128<int> bits = Vector128.CreateScalar(weights.FractionBits);
        fixed (byte* from = source, to = destination)
        {
            for (int row = 0; row < weights.OutputSize; row++)
            {
                ReadOnlySpan<WeightPairs.Parts> window = weights.Pairs.Of(row, out int first);
                byte* upper = from + ((nint)first * 2 * stride);
                byte* output = to + ((nint)row * destinationStride);
                fixed (WeightPairs.Parts* parts = window)
                    Sum(new Window(upper, stride, from + ((nint)rows * stride), parts, window.Length), bits, output);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(in Window window, Vector128<int> bits, byte* output)
    {
        int x = 0;
        for (; x <= window.Stride - VectorBytes; x += VectorBytes)
            Sum32(window, x, bits).Store(output + x);
        if (x == window.Stride)
            return;
        if (x > 0)
        {
            // The last 32 bytes: some of them once more.
            x = window.Stride - VectorBytes;
            Sum32(window, x, bits).Store(output + x);
            return;
        }
        for (; x < window.Stride; x++)
            output[x] = Sum1(window, x, bits.ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Sum32(in Window window, int x, Vector128<int> bits)
    {
        Vector256<int> half = Vector256.Create(1 << (bits.ToScalar() - 1));
        Vector256<int> high0 = Vector256<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
        Vector256<int> low0 = half, low1 = half, low2 = half, low3 = half;
        byte* upper = window.First + x;
        WeightPairs.Parts* end = window.Parts + window.Count;
        for (WeightPairs.Parts* at = window.Parts; at < end; at++)
        {
            byte* lower = window.Below(upper, x);
            Vector256<byte> a = Vector256.Load(upper);
            Vector256<byte> b = Vector256.Load(lower);
            Vector256<byte> left = Avx2.UnpackLow(a, b);
            Vector256<byte> right = Avx2.UnpackHigh(a, b);
            Vector256<short> high = Avx2.BroadcastScalarToVector256((int*)at).AsInt16();
            Vector256<short> low = Avx2.BroadcastScalarToVector256((int*)at + 1).AsInt16();
            Vector256<short> words0 = Avx2.UnpackLow(left, Vector256<byte>.Zero).AsInt16();
            Vector256<short> words1 = Avx2.UnpackHigh(left, Vector256<byte>.Zero).AsInt16();
            Vector256<short> words2 = Avx2.UnpackLow(right, Vector256<byte>.Zero).AsInt16();
            Vector256<short> words3 = Avx2.UnpackHigh(right, Vector256<byte>.Zero).AsInt16();
            high0 += Avx2.MultiplyAddAdjacent(words0, high);
            high1 += Avx2.MultiplyAddAdjacent(words1, high);
            high2 += Avx2.MultiplyAddAdjacent(words2, high);
            high3 += Avx2.MultiplyAddAdjacent(words3, high);
            low0 += Avx2.MultiplyAddAdjacent(words0, low);
            low1 += Avx2.MultiplyAddAdjacent(words1, low);
            low2 += Avx2.MultiplyAddAdjacent(words2, low);
            low3 += Avx2.MultiplyAddAdjacent(words3, low);
            upper += 2 * (nint)window.Stride;
        }
        Vector256<short> packed0 = Avx2.PackSignedSaturate(Round(high0, low0, bits), Round(high1, low1, bits));
        Vector256<short> packed1 = Avx2.PackSignedSaturate(Round(high2, low2, bits), Round(high3, low3, bits));
        return Avx2.PackUnsignedSaturate(packed0, packed1);
    }

    /// <summary>One byte, of rows that are narrower than a vector.</summary>
    private static byte Sum1(in Window window, int x, int bits)
    {
        int sum = 1 << (bits - 1);
        byte* upper = window.First + x;
        for (int pair = 0; pair < window.Count; pair++)
        {
            WeightPairs.Parts parts = window.Parts[pair];
            int a = *upper;
            int b = *window.Below(upper, x);
            sum += ((a * (short)parts.High) + (b * (parts.High >> 16))) << WeightPairs.LowBits;
            sum += (a * (short)parts.Low) + (b * (parts.Low >> 16));
            upper += 2 * (nint)window.Stride;
        }
        return (byte)Math.Clamp(sum >> bits, 0, 255);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> high, Vector256<int> low, Vector128<int> bits) =>
        Avx2.ShiftRightArithmetic((high << WeightPairs.LowBits) + low, bits);

    /// <summary>The source rows of one output row, and their weights.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Window(byte* first, int stride, byte* end, WeightPairs.Parts* parts, int count)
    {
        public readonly byte* First = first;
        public readonly int Stride = stride;
        public readonly byte* End = end;
        public readonly WeightPairs.Parts* Parts = parts;
        public readonly int Count = count;

        /// <summary>The row below; below the last row, whose weight is 0, that row itself.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte* Below(byte* row, int x) => row + Stride < End + x ? row + Stride : row;
    }
}
