using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>Brings a chunk from the model's units to the robot's, absolute, in float32.</summary>
internal sealed class ActionUnnormalizer
{
    private readonly Normalizer _normalizer;
    private readonly bool[] _relative;

    /// <param name="policy">Its output <c>action</c> has the statistics.</param>
    /// <param name="robotUnits">Whether the backend answers in the robot's units already.</param>
    public ActionUnnormalizer(PolicyDescription policy, bool robotUnits)
    {
        TensorDescription action = policy.Outputs.Single(output => output.Spec.Role is TensorRole.Action);
        _normalizer = new Normalizer(robotUnits ? NormalizationDescription.Identity : action.Normalize);
        _relative = robotUnits ? [] : [.. action.Relative];
    }

    /// <param name="raw">Whole rows, as the model gave them.</param>
    /// <param name="state">The robot's positions that it was shown, in the robot's units.</param>
    /// <param name="rows">Receives as many values; may be the same memory.</param>
    public void Apply(ReadOnlySpan<float> raw, ReadOnlySpan<float> state, Span<float> rows)
    {
        _normalizer.FromModel(raw, rows);
        if (_relative.Length == 0)
            return;
        for (int row = 0; row < raw.Length; row += _relative.Length)
        {
            Span<float> to = rows.Slice(row, _relative.Length);
            for (int i = 0; i < to.Length; i++)
            {
                if (_relative[i])
                    to[i] += state[i];
            }
        }
    }
}
