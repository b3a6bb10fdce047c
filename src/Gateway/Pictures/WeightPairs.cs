using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Weights as the processor multiplies them: two neighbouring samples at once, 16 bits each. A weight w of more bits is
/// in two parts, <c>w = high · 2^LowBits + low</c>.
/// </summary>
/// <remarks>
/// Pairs begin at even samples, whatever a window begins at: all outputs then share the samples' pairs. A tap that is
/// not in the window has the weight 0.
/// </remarks>
internal sealed class WeightPairs
{
    // 12 KiB of the horizontal pass's words, within a first-level cache of 32 KiB.
    private const int BlockPairs = 128;

    private readonly Window[] _windows;

    public WeightPairs(FixedWeights weights)
    {
        FractionBits = weights.FractionBits;
        LowBits = FewestLowBits(weights);
        _windows = new Window[weights.OutputSize];
        List<int> high = [];
        List<int> low = [];
        for (int output = 0; output < _windows.Length; output++)
        {
            ReadOnlySpan<int> taps = weights.Of(output, out int start);
            int first = start / 2;
            int count = ((start + taps.Length + 1) / 2) - first;
            (int least, int most) = LowSums(taps);
            _windows[output] = new Window(first, count, high.Count, least, most);
            for (int pair = 0; pair < count; pair++)
            {
                int left = (pair * 2) - (start & 1);
                (int leftTap, int rightTap) = (At(taps, left), At(taps, left + 1));
                high.Add(Pair(High(leftTap), High(rightTap)));
                low.Add(Pair(Low(leftTap), Low(rightTap)));
            }
        }
        (HighParts, LowParts) = ([.. high], [.. low]);
        Blocks = [.. Divide()];
        LargestBlock = (Blocks.Max(block => block.Pairs) + 1) / 2 * 2;
    }

    /// <summary>Bits of a weight after the point.</summary>
    public int FractionBits { get; }

    /// <summary>Bits of the low part, its sign among them; 0 where all weights fit 16 bits as they are.</summary>
    public int LowBits { get; }

    /// <summary>Of two taps in each, the left one in the lower 16 bits; window after window.</summary>
    public int[] HighParts { get; }

    /// <summary>As <see cref="HighParts"/>.</summary>
    public int[] LowParts { get; }

    /// <summary>Of each output.</summary>
    public ReadOnlySpan<Window> Windows => _windows;

    /// <summary>
    /// The outputs in order, as many at a time as share about <see cref="BlockPairs"/> pairs, at least one.
    /// </summary>
    public Block[] Blocks { get; }

    /// <summary>Pairs of the largest block, rounded up to an even number.</summary>
    public int LargestBlock { get; }

    private static int FewestLowBits(FixedWeights weights)
    {
        int largest = 0;
        for (int output = 0; output < weights.OutputSize; output++)
        {
            foreach (int tap in weights.Of(output, out _))
                largest = Math.Max(largest, Math.Abs(tap));
        }
        // One more than the high part needs is left for rounding it.
        int bits = 0;
        while (largest >> bits >= short.MaxValue)
            bits++;
        return bits;
    }

    private static int At(ReadOnlySpan<int> taps, int tap) => (uint)tap < (uint)taps.Length ? taps[tap] : 0;

    private static int Pair(int left, int right) => (left & 0xFFFF) | (right << 16);

    /// <summary>The nearest multiple.</summary>
    private int High(int tap) => LowBits == 0 ? tap : (tap + (1 << (LowBits - 1))) >> LowBits;

    private int Low(int tap) => tap - (High(tap) << LowBits);

    /// <summary>The bounds of the low parts' sum, for any pixels, with the half that rounds.</summary>
    private (int Least, int Most) LowSums(ReadOnlySpan<int> taps)
    {
        int least = 1 << (FractionBits - 1);
        int most = least;
        foreach (int tap in taps)
        {
            least += Math.Min(Low(tap), 0) * byte.MaxValue;
            most += Math.Max(Low(tap), 0) * byte.MaxValue;
        }
        return (least, most);
    }

    private IEnumerable<Block> Divide()
    {
        int first = 0;
        while (first < _windows.Length)
        {
            int begin = _windows[first].First;
            int end = first;
            int pairs = 0;
            while (end < _windows.Length && (end == first || _windows[end].End - begin <= BlockPairs))
                pairs = Math.Max(pairs, _windows[end++].End - begin);
            yield return new Block(first, end, begin, pairs);
            first = end;
        }
    }

    /// <summary>What makes one output.</summary>
    /// <param name="First">The first pair of samples.</param>
    /// <param name="Count">Pairs.</param>
    /// <param name="At">Where its parts are.</param>
    /// <param name="Least">The least that its low parts can come to, with the half that rounds.</param>
    /// <param name="Most">The most that they can.</param>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Window(int First, int Count, int At, int Least, int Most)
    {
        public int End => First + Count;
    }

    /// <summary>Outputs from <c>First</c> to before <c>End</c>, and the pairs that they share.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Block(int First, int End, int FirstPair, int Pairs);
}
