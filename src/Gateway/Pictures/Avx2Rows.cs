using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicyGate.Gateway.Pictures;

/// <summary>The vertical pass by AVX2: two source rows at a time, 32 bytes of each.</summary>
/// <remarks>
/// The bytes of both rows are interleaved and widened to words, so that one instruction multiplies a byte of each by
/// their two weights (<see cref="WeightPairs"/>) and adds the two; both parts of the weights always, as there are few
/// bytes left by now. Interleaving works on halves of a vector, and packing at the end undoes it in the same halves:
/// bytes come out where they came from.
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
        WeightPairs pairs = weights.Pairs;
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, (pairs.Windows[^1].End * 2) - 1);
        fixed (byte* from = source, to = destination)
        fixed (int* highParts = pairs.HighParts, lowParts = pairs.LowParts)
        {
            byte* end = from + ((nint)rows * stride);
            for (int row = 0; row < weights.OutputSize; row++)
            {
                WeightPairs.Window pair = pairs.Windows[row];
                byte* first = from + ((nint)pair.First * 2 * stride);
                var window = new Window(
                    first, stride, end, highParts + pair.At, lowParts + pair.At, pair.Count, pairs.LowBits);
                Sum(window, weights.FractionBits, to + ((nint)row * destinationStride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(in Window window, int fractionBits, byte* output)
    {
        Vector128<int> bits = Vector128.CreateScalar(fractionBits);
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
            output[x] = Sum1(window, x, fractionBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Sum32(in Window window, int x, Vector128<int> bits)
    {
        Vector256<int> half = Vector256.Create(1 << (bits.ToScalar() - 1));
        Vector256<int> high0 = Vector256<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
        Vector256<int> low0 = half, low1 = half, low2 = half, low3 = half;
        byte* upper = window.First + x;
        for (int pair = 0; pair < window.Count; pair++)
        {
            byte* lower = window.Below(upper, x);
            Vector256<byte> a = Vector256.Load(upper);
            Vector256<byte> b = Vector256.Load(lower);
            Vector256<byte> left = Avx2.UnpackLow(a, b);
            Vector256<byte> right = Avx2.UnpackHigh(a, b);
            Vector256<short> high = Avx2.BroadcastScalarToVector256(window.High + pair).AsInt16();
            Vector256<short> low = Avx2.BroadcastScalarToVector256(window.Low + pair).AsInt16();
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
        Vector128<int> lowBits = Vector128.CreateScalar(window.LowBits);
        Vector256<short> packed0 = Avx2.PackSignedSaturate(Round(high0, low0), Round(high1, low1));
        Vector256<short> packed1 = Avx2.PackSignedSaturate(Round(high2, low2), Round(high3, low3));
        return Avx2.PackUnsignedSaturate(packed0, packed1);

        Vector256<int> Round(Vector256<int> high, Vector256<int> low) =>
            Avx2.ShiftRightArithmetic(Avx2.ShiftLeftLogical(high, lowBits) + low, bits);
    }

    /// <summary>One byte, of rows that are narrower than a vector.</summary>
    private static byte Sum1(in Window window, int x, int bits)
    {
        int sum = 1 << (bits - 1);
        byte* upper = window.First + x;
        for (int pair = 0; pair < window.Count; pair++)
        {
            (int a, int b) = (*upper, *window.Below(upper, x));
            (int high, int low) = (window.High[pair], window.Low[pair]);
            sum += ((a * (short)high) + (b * (high >> 16))) << window.LowBits;
            sum += (a * (short)low) + (b * (low >> 16));
            upper += 2 * (nint)window.Stride;
        }
        return (byte)Math.Clamp(sum >> bits, 0, 255);
    }

    /// <summary>The source rows of one output row, and their weights.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Window(byte* first, int stride, byte* end, int* high, int* low, int count, int lowBits)
    {
        public readonly byte* First = first;
        public readonly int Stride = stride;
        public readonly byte* End = end;
        public readonly int* High = high;
        public readonly int* Low = low;
        public readonly int Count = count;
        public readonly int LowBits = lowBits;

        /// <summary>The row below; below the last row, whose weight is 0, that row itself.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public byte* Below(byte* row, int x) => row + Stride < End + x ? row + Stride : row;
    }
}
