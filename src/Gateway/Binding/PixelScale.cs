using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>RGB bytes to a model's floats: <c>(x / 255 − mean) / (std + eps)</c> per channel, in float32.</summary>
/// <remarks>
/// A byte has 256 values: a table gives each the reference's exact arithmetic at the cost of a look-up.
/// </remarks>
internal sealed class PixelScale
{
    private const int Channels = 3;
    private const int Values = 256;

    private readonly float[] _table = new float[Channels * Values];
    private readonly ImageLayout _layout;

    public PixelScale(TensorDescription input)
    {
        _layout = input.Layout;
        NormalizationDescription normalize = input.Normalize;
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int value = 0; value < Values; value++)
            {
                float x = input.UnitScale ? value / 255f : value;
                if (normalize.Mode is NormalizationMode.MeanStd)
                    x = (x - normalize.Mean[channel]) / (normalize.Std[channel] + normalize.Epsilon);
                _table[(channel * Values) + value] = x;
            }
        }
    }

    /// <param name="pixels">RGB, without padding.</param>
    /// <param name="input">As many floats, in the layout of the input.</param>
    public void Apply(ReadOnlySpan<byte> pixels, Span<float> input)
    {
        int count = pixels.Length / Channels;
        for (int channel = 0; channel < Channels; channel++)
        {
            ReadOnlySpan<float> table = _table.AsSpan(channel * Values, Values);
            (int first, int step) = _layout is ImageLayout.Chw ? (channel * count, 1) : (channel, Channels);
            for (int pixel = 0; pixel < count; pixel++)
                input[first + (pixel * step)] = table[pixels[(pixel * Channels) + channel]];
        }
    }
}
