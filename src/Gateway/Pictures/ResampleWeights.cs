namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Which input samples make each output sample along one axis, and how much each counts, in fixed point.
/// </summary>
/// <param name="windows">For each output sample, the first input sample and how many there are.</param>
/// <param name="weights">For each output sample <paramref name="stride"/> of them, the first ones used.</param>
/// <param name="stride">At least the largest count.</param>
/// <param name="fractionBits">Bits of a weight after the point.</param>
internal sealed class ResampleWeights((int Start, int Count)[] windows, int[] weights, int stride, int fractionBits)
{
    /// <summary>Bits of a weight after the point; a sum over one window stays within 32 bits.</summary>
    public int FractionBits => fractionBits;

    public int OutputSize => windows.Length;

    /// <summary>The first input sample that any output uses.</summary>
    public int FirstInput => windows[0].Start;

    /// <summary>One past the last input sample that any output uses.</summary>
    public int EndInput => windows[^1].Start + windows[^1].Count;

    /// <summary>The weights of one output sample; <paramref name="start"/> is the input sample of the first.</summary>
    public ReadOnlySpan<int> Of(int output, out int start)
    {
        (start, int count) = windows[output];
        return weights.AsSpan(output * stride, count);
    }

    /// <summary>A weight in fixed point, halves away from zero.</summary>
    public static int ToFixedPoint(double weight, int fractionBits) =>
        (int)((weight * (1 << fractionBits)) + (weight < 0 ? -0.5 : 0.5));
}
