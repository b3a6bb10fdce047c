using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>Brings a chunk from the model's units to the robot's: <c>x · std + mean</c>, in float32.</summary>
internal sealed class ActionUnnormalizer
{
    private readonly bool _identity;
    private readonly float[] _mean;
    private readonly float[] _std;

    /// <param name="policy">Its output <c>action</c> has the statistics.</param>
    /// <param name="robotUnits">Whether the backend answers in the robot's units already.</param>
    public ActionUnnormalizer(PolicyDescription policy, bool robotUnits)
    {
        NormalizationDescription normalize =
            policy.Outputs.Single(output => output.Spec.Role is TensorRole.Action).Normalize;
        _identity = robotUnits || normalize.Mode is NormalizationMode.Identity;
        (_mean, _std) = ([.. normalize.Mean], [.. normalize.Std]);
    }

    /// <param name="raw">Whole rows, as the model gave them.</param>
    /// <param name="rows">Receives as many values; may be the same memory.</param>
    public void Apply(ReadOnlySpan<float> raw, Span<float> rows)
    {
        if (_identity)
        {
            raw.CopyTo(rows);
            return;
        }
        int width = _mean.Length;
        for (int row = 0; row < raw.Length; row += width)
        {
            ReadOnlySpan<float> from = raw.Slice(row, width);
            Span<float> to = rows.Slice(row, width);
            for (int i = 0; i < width; i++)
                to[i] = (from[i] * _std[i]) + _mean[i];
        }
    }
}
