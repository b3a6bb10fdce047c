namespace PolicyGate.Gateway.Pictures;

/// <summary>One axis of a resize in fixed point.</summary>
internal sealed class FixedWeights
{
    // Pillow's: 8 for the byte and 2 for the kernel's overshoot leave 22 of 32.
    private const int PillowFractionBits = 32 - 8 - 2;

    // torch keeps weights in 16 bits, and takes as many bits after the point as the largest weight leaves.
    private const int TorchLargest = 1 << 15;
    private const int TorchMostFractionBits = 22;

    private readonly ResampleTaps _taps;
    private readonly int[] _weights;

    private FixedWeights(ResampleTaps taps, int fractionBits)
    {
        (_taps, FractionBits) = (taps, fractionBits);
        _weights = [.. taps.Weights.Select(weight => ToFixedPoint(weight, fractionBits))];
        Pairs = new WeightPairs(this);
    }

    /// <summary>Bits of a weight after the point; a sum over one window stays within 32 bits.</summary>
    public int FractionBits { get; }

    public int OutputSize => _taps.Windows.Length;

    /// <summary>The same, two taps at a time.</summary>
    public WeightPairs Pairs { get; }

    public static FixedWeights AsPillow(ResampleTaps taps) => new(taps, PillowFractionBits);

    public static FixedWeights AsTorch(ResampleTaps taps)
    {
        double largest = taps.Weights.Max();
        int bits = 0;
        while (bits < TorchMostFractionBits && (int)(0.5 + (largest * (1 << (bits + 1)))) < TorchLargest)
            bits++;
        return new FixedWeights(taps, bits);
    }

    /// <summary>The weights of one output sample; <paramref name="start"/> is the input sample of the first.</summary>
    public ReadOnlySpan<int> Of(int output, out int start)
    {
        (start, int count) = _taps.Windows[output];
        return _weights.AsSpan(output * _taps.Stride, count);
    }

    /// <summary>Halves away from zero.</summary>
    private static int ToFixedPoint(double weight, int fractionBits) =>
        (int)((weight * (1 << fractionBits)) + (weight < 0 ? -0.5 : 0.5));
}
