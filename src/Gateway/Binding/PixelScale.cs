using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>RGB, 0…255, to a model's floats: <c>(x / 255 − mean) / (std + eps)</c> per channel, in float32.</summary>
/// <remarks>
/// A byte has 256 values: a table gives each the reference's exact arithmetic at the cost of a look-up.
/// </remarks>
internal sealed class PixelScale
{
    private const int Channels = 3;
    private const int Values = 256;

    private readonly float[] _table = new float[Channels * Values];
    private readonly TensorDescription _description;
    private readonly ImageLayout _layout;

    public PixelScale(TensorDescription input)
    {
        (_description, _layout) = (input, input.Layout);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int value = 0; value < Values; value++)
                _table[(channel * Values) + value] = Scale(value, channel);
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
    /// <param name="values">RGB, without padding; a method that does not round gives them.</param>
    /// <param name="input">As many floats, in the layout of the input.</param>
    public void Apply(ReadOnlySpan<float> values, Span<float> input)
    {
        int count = values.Length / Channels;
        for (int channel = 0; channel < Channels; channel++)
        {
            (int first, int step) = _layout is ImageLayout.Chw ? (channel * count, 1) : (channel, Channels);
            for (int pixel = 0; pixel < count; pixel++)
                input[first + (pixel * step)] = Scale(values[(pixel * Channels) + channel], channel);
        }
    }

    private float Scale(float value, int channel)
    {
        NormalizationDescription normalize = _description.Normalize;
        float x = _description.UnitScale ? value / 255f : value;
        return normalize.Mode is NormalizationMode.MeanStd
            ? (x - normalize.Mean[channel]) / (normalize.Std[channel] + normalize.Epsilon)
            : x;
    }
}
