using System.Text.Json;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads an input's <c>history</c>: which steps of the robot's own past the model sees.</summary>
internal sealed class HistoryReader(LimitsOptions limits)
{
    private const string Expected = "a list of steps that rises to 0, which is now, as [-1, 0]";

    /// <summary>As many steps as stand there, right or wrong; null where there is no list.</summary>
    public IReadOnlyList<int>? Read(JsonField field)
    {
        if (!field.Is(JsonValueKind.Array, Expected))
            return null;
        int count = field.Value.GetArrayLength();
        if (count == 0 || count > limits.HistorySteps)
        {
            field.FailExpected($"1 to {limits.HistorySteps} steps (Limits:HistorySteps)");
            return null;
        }
        int furthest = 1 - limits.ObservationRows;
        int[] steps = new int[count];
        int? previous = null;
        foreach ((int i, JsonField item) in field.Items().Index())
        {
            if (item.Value.ValueKind is not JsonValueKind.Number || !item.Value.TryGetInt32(out int step)
                || step < furthest)
            {
                item.FailExpected($"a whole number from {furthest} (Limits:ObservationRows) to 0");
                continue;
            }
            if (step <= previous)
                item.FailExpected($"more than {previous}, the step before it");
            else if (i == count - 1 && step != 0)
                item.FailExpected("0, which is now, as the last");
            else if (i < count - 1 && step >= 0)
                item.FailExpected("a step before now, below 0");
            steps[i] = step;
            previous = step;
        }
        return steps;
    }
}
