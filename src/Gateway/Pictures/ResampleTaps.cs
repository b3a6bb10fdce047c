namespace PolicyGate.Gateway.Pictures;

/// <summary>Which input samples make each output sample along one axis, and how much each counts.</summary>
/// <param name="windows">For each output sample, the first input sample and how many there are. Neither the starts
/// nor the ends ever go back.</param>
/// <param name="weights">For each output sample <paramref name="stride"/> of them, the first ones used; they sum
/// to 1.</param>
/// <param name="stride">At least the largest count.</param>
internal sealed class ResampleTaps((int Start, int Count)[] windows, double[] weights, int stride)
{
    public (int Start, int Count)[] Windows => windows;

    public double[] Weights => weights;

    public int Stride => stride;

    /// <summary>The same, with the input samples renumbered.</summary>
    /// <param name="inputs">The samples that are kept, ascending: every one that is used.</param>
    public ResampleTaps Renumbered(int[] inputs)
    {
        var renumbered = new (int Start, int Count)[windows.Length];
        for (int output = 0; output < windows.Length; output++)
            renumbered[output] = (Array.BinarySearch(inputs, windows[output].Start), windows[output].Count);
        return new ResampleTaps(renumbered, weights, stride);
    }
}
