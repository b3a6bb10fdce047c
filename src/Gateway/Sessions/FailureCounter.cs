using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Sessions;

/// <summary>Whether a failed tick is skipped or held.</summary>
/// <remarks>
/// One failure alone is best skipped: the robot still has most of a chunk to play. From the second in a row on the
/// policy no longer sees what the robot does, and the robot stops where it is.
/// </remarks>
internal sealed class FailureCounter(FailureAction action)
{
    /// <summary>Failed ticks since the last good one.</summary>
    public int InARow { get; private set; }

    public void Succeeded() => InARow = 0;

    /// <summary>Counts one more.</summary>
    /// <returns>Whether to hold.</returns>
    public bool Failed()
    {
        InARow++;
        return action switch
        {
            FailureAction.Skip => false,
            FailureAction.Hold => true,
            _ => InARow > 1,
        };
    }
}
