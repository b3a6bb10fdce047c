using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>The moments that a policy's inputs see, each its own, and where an observation has them.</summary>
internal sealed class HistoryMoments
{
    private readonly int[] _steps;

    public HistoryMoments(IEnumerable<TensorDescription> inputs) =>
        _steps = [.. inputs.SelectMany(input => input.History).Append(0).Distinct().Order()];

    /// <summary>All of them, as <see cref="ObservationNeeds.History"/> has them.</summary>
    public IReadOnlyList<int> Steps => _steps;

    /// <summary>
    /// For each step that an input sees, its place in <see cref="Observation.Moments"/>; now where it has no history.
    /// </summary>
    public int[] Of(TensorDescription input) => input.History.Count == 0
        ? [_steps.Length - 1]
        : [.. input.History.Select(step => Array.IndexOf(_steps, step))];
}
