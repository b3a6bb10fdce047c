using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>The steps of a robot's past that inputs see, 0 being now, and where an observation has them.</summary>
internal static class HistorySteps
{
    /// <summary>What one input sees.</summary>
    public static int[] Of(TensorDescription input) => input.History.Count == 0 ? [0] : [.. input.History];

    /// <summary>What any of them sees, and now: as <see cref="ObservationNeeds.History"/> has them.</summary>
    public static int[] OfAll(IEnumerable<TensorDescription> inputs) =>
        [.. inputs.SelectMany(Of).Append(0).Distinct().Order()];

    /// <summary>By step: an observation may have been made for more policies than one.</summary>
    public static ObservationMoment Find(Observation observation, int step)
    {
        IReadOnlyList<int> steps = observation.Needs.History;
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i] == step)
                return observation.Moments[i];
        }
        throw new ArgumentException($"the observation was not made for step {step}", nameof(observation));
    }
}
