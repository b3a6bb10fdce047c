using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// A tensor's <c>normalize</c> as arithmetic: values to the model's scale and back, in float32 and to the reference's
/// bits. Any number of threads at once.
/// </summary>
/// <remarks>
/// The modes that map a range to −1 … 1 differ in where LeRobot writes the 2; to double and to halve is exact in
/// binary, so that one order serves them all. A division stays one: a product with the reciprocal differs in the last
/// bit.
/// </remarks>
internal sealed class Normalizer
{
    private readonly bool _ranged;
    private readonly float[] _offsets;
    private readonly float[] _divisors;
    private readonly float[] _factors;

    public Normalizer(NormalizationDescription normalize)
    {
        (NormalizationMode mode, IReadOnlyList<float> first, IReadOnlyList<float> second, float epsilon) = normalize;
        IsIdentity = mode is NormalizationMode.Identity;
        _ranged = mode is not NormalizationMode.MeanStd;
        _offsets = [.. first];
        _divisors = [.. first.Zip(second, (a, b) => NormalizationDescription.Divisor(mode, a, b, epsilon))];
        _factors = [.. first.Zip(second, (a, b) => NormalizationDescription.Factor(mode, a, b, epsilon))];
    }

    /// <summary>Whether values stay as they are.</summary>
    public bool IsIdentity { get; }

    /// <summary>One row to the model's scale.</summary>
    /// <param name="values">As many as there are statistics.</param>
    /// <param name="model">Receives as many; may be the same memory.</param>
    public void ToModel(ReadOnlySpan<float> values, Span<float> model)
    {
        if (IsIdentity)
        {
            values.CopyTo(model);
            return;
        }
        for (int i = 0; i < values.Length; i++)
            model[i] = ToModel(values[i], i);
    }

    /// <summary>One value to the model's scale.</summary>
    /// <param name="value">The value.</param>
    /// <param name="index">Its joint or channel.</param>
    public float ToModel(float value, int index)
    {
        if (IsIdentity)
            return value;
        return _ranged
            ? (2 * (value - _offsets[index]) / _divisors[index]) - 1
            : (value - _offsets[index]) / _divisors[index];
    }

    /// <summary>Rows back from the model's scale.</summary>
    /// <param name="model">Whole rows.</param>
    /// <param name="values">Receives as many; may be the same memory.</param>
    public void FromModel(ReadOnlySpan<float> model, Span<float> values)
    {
        if (IsIdentity)
        {
            model.CopyTo(values);
            return;
        }
        int width = _offsets.Length;
        for (int row = 0; row < model.Length; row += width)
        {
            ReadOnlySpan<float> from = model.Slice(row, width);
            Span<float> to = values.Slice(row, width);
            for (int i = 0; i < width; i++)
                to[i] = ((_ranged ? (from[i] + 1) / 2 : from[i]) * _factors[i]) + _offsets[i];
        }
    }
}
