using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Weights as the processor multiplies them: two neighbouring samples at once, 16 bits each, so a weight w of more bits
/// in two parts, <c>w = high · 256 + low</c>, whose sums are kept apart.
/// </summary>
/// <remarks>
/// Pairs begin at even samples, whatever a window begins at: all outputs then share the samples' pairs. A tap that is
/// not in the window has the weight 0.
/// </remarks>
internal sealed class WeightPairs
{
    /// <summary>Bits of the lower part.</summary>
    public const int LowBits = 8;

    // 12 KiB of the horizontal pass's words, within a first-level cache of 32 KiB.
    private const int BlockPairs = 128;

    private readonly (int First, int Count)[] _windows;
    private readonly Parts[] _parts;
    private readonly int _stride;

    public WeightPairs(FixedWeights weights)
    {
        _windows = new (int First, int Count)[weights.OutputSize];
        for (int output = 0; output < _windows.Length; output++)
        {
            int count = weights.Of(output, out int start).Length;
            int end = start + count;
            _windows[output] = (start / 2, ((end + 1) / 2) - (start / 2));
            _stride = Math.Max(_stride, _windows[output].Count);
        }
        _parts = new Parts[_windows.Length * _stride];
        for (int output = 0; output < _windows.Length; output++)
        {
            ReadOnlySpan<int> taps = weights.Of(output, out int start);
            Span<Parts> parts = _parts.AsSpan(output * _stride, _windows[output].Count);
            for (int pair = 0; pair < parts.Length; pair++)
            {
                int left = (pair * 2) - (start & 1);
                parts[pair] = Split(At(taps, left), At(taps, left + 1));
            }
        }
        Blocks = [.. Divide()];
        LargestBlock = (Blocks.Max(block => block.Pairs) + 1) / 2 * 2;
    }

    /// <summary>
    /// The outputs in order, as many at a time as share about <see cref="BlockPairs"/> pairs, at least one.
    /// </summary>
    public Block[] Blocks { get; }

    /// <summary>Pairs of the largest block, rounded up to an even number.</summary>
    public int LargestBlock { get; }

    /// <summary>The weights of one output sample; <paramref name="first"/> is the pair of the first.</summary>
    public ReadOnlySpan<Parts> Of(int output, out int first)
    {
        (first, int count) = _windows[output];
        return _parts.AsSpan(output * _stride, count);
    }

    private IEnumerable<Block> Divide()
    {
        int first = 0;
        while (first < _windows.Length)
        {
            int begin = _windows[first].First;
            int end = first;
            int pairs = 0;
            while (end < _windows.Length && (end == first || End(end) - begin <= BlockPairs))
                pairs = Math.Max(pairs, End(end++) - begin);
            yield return new Block(first, end, begin, pairs);
            first = end;
        }

        int End(int output) => _windows[output].First + _windows[output].Count;
    }

    private static int At(ReadOnlySpan<int> taps, int tap) => (uint)tap < (uint)taps.Length ? taps[tap] : 0;

    private static Parts Split(int left, int right)
    {
        (int leftLow, int rightLow) = ((sbyte)left, (sbyte)right);
        // Fits 16 bits up to a weight of 2; the largest of the kernels here, at an edge, is below 1.2.
        short leftHigh = checked((short)((left - leftLow) >> LowBits));
        short rightHigh = checked((short)((right - rightLow) >> LowBits));
        return new Parts(Pair(leftHigh, rightHigh), Pair(leftLow, rightLow));
    }

    private static int Pair(int left, int right) => (left & 0xFFFF) | (right << 16);

    /// <summary>Two taps, the left one in the lower 16 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Parts(int High, int Low);
    /// <summary>Outputs from <c>First</c> to before <c>End</c>, and the pairs that they share.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Block(int First, int End, int FirstPair, int Pairs);
}
