using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolicyGate.Gateway.Pictures;

/// <summary>The horizontal pass by AVX2, eight rows at a time.</summary>
/// <remarks>
/// <code>
///   eight source rows       tile: per pair of pixels 24 lanes of 32 bits       eight output rows
///   r g b r g b r g b …     row 0  [r r′] [g g′] [b b′] [r r′ of row 6]
///   r g b r g b r g b …     row 1  [r r′] [g g′] [b b′] [r r′ of row 7]        Σ lane · [w w′]
///   …                  (1)  row 2  [r r′] [g g′] [b b′] [g g′ of row 6]   (2)  per output, (3)  r g b r g b …
///                      ──▶  …                                             ──▶  24 sums     ──▶  …
/// </code>
/// <list type="number">
/// <item>Bytes become 16-bit words, pixel x beside pixel x + 1 (x even), the channels of all rows in lanes of their
/// own: once, though each pixel counts in about four outputs.</item>
/// <item>For each output, one instruction multiplies both pixels of eight lanes by their weights and adds the two. It
/// takes weights of 16 bits: the high parts (<see cref="WeightPairs"/>).</item>
/// <item>With the least and with the most that the low parts can come to, the sums are rounded. Mostly both give the
/// same bytes; else, about once in five, the low parts are summed as well. Then pixels are clipped and stored.</item>
/// </list>
/// </remarks>
internal static unsafe class Avx2Columns
{
    private const int TileRows = 8;
    private const int Channels = 3;
    private const int VectorBytes = 32;

    // Three vectors: rows 0 and 1, 2 and 3, 4 and 5; each has a lane of rows 6 and 7 too.
    private const int PairBytes = 3 * VectorBytes;

    // Four pixels: what 16 bytes hold of them whole, and two pairs.
    private const int GroupPixels = 4;
    private const int GroupBytes = GroupPixels * Channels;

    public static void Run(
        ReadOnlySpan<byte> source, int sourceWidth, FixedWeights weights, Span<byte> destination,
        int destinationStride)
    {
        int sourceStride = sourceWidth * Channels;
        int rows = source.Length / sourceStride;
        ArgumentOutOfRangeException.ThrowIfLessThan(
            destination.Length, ((rows - 1) * destinationStride) + (weights.OutputSize * Channels));
        Span<byte> scratch = ThreadScratch.Tile(weights.Pairs.LargestBlock * PairBytes);
        byte** from = stackalloc byte*[TileRows];
        byte** to = stackalloc byte*[TileRows];
        fixed (byte* first = source, firstTo = destination, tile = scratch)
        {
            for (int row = 0; row < rows; row += TileRows)
            {
                for (int i = 0; i < TileRows; i++)
                {
                    // Where fewer than eight are left the last one is done again, to the same bytes.
                    int at = Math.Min(row + i, rows - 1);
                    from[i] = first + ((nint)at * sourceStride);
                    to[i] = firstTo + ((nint)at * destinationStride);
                }
                foreach (WeightPairs.Block block in weights.Pairs.Blocks)
                {
                    int at = block.FirstPair * 2 * Channels;
                    Lay(from, at, at + (block.Pairs * 2 * Channels), sourceStride, tile);
                    Sum(tile - ((nint)block.FirstPair * PairBytes), weights.Pairs, block.First, block.End, to);
                }
            }
        }
    }

    /// <summary>Step 1.</summary>
    // Compiled once, fully: as first compiled, a picture takes ten times as long, and it is a robot's first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lay(byte** rows, int at, int end, int rowBytes, byte* tile)
    {
        byte* r0 = rows[0], r1 = rows[1], r2 = rows[2], r3 = rows[3];
        byte* r4 = rows[4], r5 = rows[5], r6 = rows[6], r7 = rows[7];
        int safeEnd = Math.Min(end, rowBytes - Vector128<byte>.Count + 1);
        for (; at < safeEnd; at += GroupBytes)
        {
            Lay(Two(r0 + at, r1 + at), Two(r2 + at, r3 + at), Two(r4 + at, r5 + at), Two(r6 + at, r7 + at), tile);
            tile += 2 * PairBytes;
        }
        // The last pixels by way of a copy: 16 bytes from here would be beyond the row.
        byte* copy = stackalloc byte[TileRows * Vector128<byte>.Count];
        for (; at < Math.Min(end, rowBytes); at += GroupBytes)
        {
            int left = Math.Min(rowBytes - at, Vector128<byte>.Count);
            for (int i = 0; i < TileRows; i++)
                Unsafe.CopyBlockUnaligned(copy + (i * Vector128<byte>.Count), rows[i] + at, (uint)left);
            Lay(Two(copy, copy + 16), Two(copy + 32, copy + 48), Two(copy + 64, copy + 80), Two(copy + 96, copy + 112),
                tile);
            tile += 2 * PairBytes;
        }
    }

    /// <summary>Four pixels of eight rows, each of which has 12 bytes in half a vector; 4 more do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lay(
        Vector256<byte> rows01, Vector256<byte> rows23, Vector256<byte> rows45, Vector256<byte> rows67, byte* tile)
    {
        const byte No = 0x80;
        const byte LastOfEachHalf = 0b1000_1000;
        // The 4 bytes that do not count make room for a channel of the rows 6 and 7.
        Vector256<byte> red = Twice(No, No, No, No, No, No, No, No, No, No, No, No, 0, 3, 6, 9);
        Vector256<byte> green = Twice(No, No, No, No, No, No, No, No, No, No, No, No, 1, 4, 7, 10);
        Vector256<byte> blue = Twice(No, No, No, No, No, No, No, No, No, No, No, No, 2, 5, 8, 11);
        Vector256<byte> a = Blend(rows01, Avx2.Shuffle(rows67, red));
        Vector256<byte> b = Blend(rows23, Avx2.Shuffle(rows67, green));
        Vector256<byte> c = Blend(rows45, Avx2.Shuffle(rows67, blue));
        Vector256<byte> left = Twice(0, No, 3, No, 1, No, 4, No, 2, No, 5, No, 12, No, 13, No);
        Vector256<byte> right = Twice(6, No, 9, No, 7, No, 10, No, 8, No, 11, No, 14, No, 15, No);
        Avx2.Shuffle(a, left).Store(tile);
        Avx2.Shuffle(b, left).Store(tile + VectorBytes);
        Avx2.Shuffle(c, left).Store(tile + (2 * VectorBytes));
        Avx2.Shuffle(a, right).Store(tile + PairBytes);
        Avx2.Shuffle(b, right).Store(tile + PairBytes + VectorBytes);
        Avx2.Shuffle(c, right).Store(tile + PairBytes + (2 * VectorBytes));

        static Vector256<byte> Blend(Vector256<byte> rows, Vector256<byte> channel) =>
            Avx2.Blend(rows.AsInt32(), channel.AsInt32(), LastOfEachHalf).AsByte();
    }

    /// <summary>Steps 2 and 3, for the outputs from <paramref name="x"/> to before <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(byte* tile, WeightPairs weights, int x, int end, byte** rows)
    {
        Vector128<int> lowBits = Vector128.CreateScalar(weights.LowBits);
        Vector128<int> bits = Vector128.CreateScalar(weights.FractionBits);
        Vector256<int> half = Vector256.Create(1 << (weights.FractionBits - 1));
        ReadOnlySpan<WeightPairs.Window> windows = weights.Windows;
        fixed (int* highParts = weights.HighParts, lowParts = weights.LowParts)
        {
            for (; x < end; x++)
            {
                WeightPairs.Window window = windows[x];
                byte* pair = tile + ((nint)window.First * PairBytes);
                Sum(pair, highParts + window.At, window.Count, out var highA, out var highB, out var highC);
                highA = Avx2.ShiftLeftLogical(highA, lowBits);
                highB = Avx2.ShiftLeftLogical(highB, lowBits);
                highC = Avx2.ShiftLeftLogical(highC, lowBits);
                Vector256<int> low = Vector256.Create(window.Least);
                Vector256<int> a = Avx2.ShiftRightArithmetic(highA + low, bits);
                Vector256<int> b = Avx2.ShiftRightArithmetic(highB + low, bits);
                Vector256<int> c = Avx2.ShiftRightArithmetic(highC + low, bits);
                low = Vector256.Create(window.Most);
                Vector256<int> unsure = (a ^ Avx2.ShiftRightArithmetic(highA + low, bits))
                    | (b ^ Avx2.ShiftRightArithmetic(highB + low, bits))
                    | (c ^ Avx2.ShiftRightArithmetic(highC + low, bits));
                if (!Avx.TestZ(unsure, unsure))
                {
                    Sum(pair, lowParts + window.At, window.Count, out var lowA, out var lowB, out var lowC);
                    a = Avx2.ShiftRightArithmetic(highA + lowA + half, bits);
                    b = Avx2.ShiftRightArithmetic(highB + lowB + half, bits);
                    c = Avx2.ShiftRightArithmetic(highC + lowC + half, bits);
                }
                Store(ToBytes(a, b, c), rows, x * Channels, x == windows.Length - 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(
        byte* pair, int* weights, int count, out Vector256<int> a, out Vector256<int> b, out Vector256<int> c)
    {
        Vector256<int> sumA = Vector256<int>.Zero, sumB = sumA, sumC = sumA;
        for (int* end = weights + count; weights < end; weights++)
        {
            Vector256<short> weight = Avx2.BroadcastScalarToVector256(weights).AsInt16();
            sumA += Avx2.MultiplyAddAdjacent(Vector256.Load((short*)pair), weight);
            sumB += Avx2.MultiplyAddAdjacent(Vector256.Load((short*)(pair + VectorBytes)), weight);
            sumC += Avx2.MultiplyAddAdjacent(Vector256.Load((short*)(pair + (2 * VectorBytes))), weight);
            pair += PairBytes;
        }
        (a, b, c) = (sumA, sumB, sumC);
    }

    /// <summary>A pixel and a byte unused for each row: the even ones in the lower half, the odd in the
    /// upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> ToBytes(Vector256<int> a, Vector256<int> b, Vector256<int> c)
    {
        // Packing clips: to 16 bits signed, then to 0…255.
        Vector256<short> ab = Avx2.PackSignedSaturate(a, b);
        Vector256<short> cc = Avx2.PackSignedSaturate(c, c);
        Vector256<byte> lanes = Avx2.PackUnsignedSaturate(ab, cc);
        return Avx2.Shuffle(lanes, Twice(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 3, 7, 11, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> pixels, byte** rows, int at, bool last)
    {
        Vector128<int> even = pixels.GetLower().AsInt32();
        Vector128<int> odd = pixels.GetUpper().AsInt32();
        if (last)
        {
            for (int i = 0; i < TileRows; i += 2)
            {
                StoreThree(even.GetElement(i / 2), rows[i] + at);
                StoreThree(odd.GetElement(i / 2), rows[i + 1] + at);
            }
            return;
        }
        // One byte too many, which the next pixel writes over.
        Unsafe.WriteUnaligned(rows[0] + at, even.GetElement(0));
        Unsafe.WriteUnaligned(rows[1] + at, odd.GetElement(0));
        Unsafe.WriteUnaligned(rows[2] + at, even.GetElement(1));
        Unsafe.WriteUnaligned(rows[3] + at, odd.GetElement(1));
        Unsafe.WriteUnaligned(rows[4] + at, even.GetElement(2));
        Unsafe.WriteUnaligned(rows[5] + at, odd.GetElement(2));
        Unsafe.WriteUnaligned(rows[6] + at, even.GetElement(3));
        Unsafe.WriteUnaligned(rows[7] + at, odd.GetElement(3));
    }

    private static void StoreThree(int pixel, byte* to)
    {
        Unsafe.WriteUnaligned(to, (ushort)pixel);
        to[2] = (byte)(pixel >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Two(byte* lower, byte* upper) =>
        Vector256.Create(Vector128.Load(lower), Vector128.Load(upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Twice(
        byte b0, byte b1, byte b2, byte b3, byte b4, byte b5, byte b6, byte b7,
        byte b8, byte b9, byte b10, byte b11, byte b12, byte b13, byte b14, byte b15) => Vector256.Create(
        b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15,
        b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15);
}
