namespace PolicyGate.Gateway.Pictures;

/// <summary>One axis of a resize in float32.</summary>
internal sealed class FloatWeights(ResampleTaps taps)
{
    private readonly float[] _weights = [.. taps.Weights.Select(weight => (float)weight)];

    public int OutputSize => taps.Windows.Length;

    /// <summary>The weights of one output sample; <paramref name="start"/> is the input sample of the first.</summary>
    public ReadOnlySpan<float> Of(int output, out int start)
    {
        (start, int count) = taps.Windows[output];
        return _weights.AsSpan(output * taps.Stride, count);
    }
}
