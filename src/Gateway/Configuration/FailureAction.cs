namespace PolicyGate.Gateway.Configuration;

/// <summary>What a robot is told when a tick fails.</summary>
internal enum FailureAction
{
    /// <summary>Skip the first failure, hold from the second in a row on.</summary>
    SkipThenHold,

    /// <summary>No positions: the robot plays out the chunk that it has.</summary>
    Skip,

    /// <summary>Two rows of the command that the robot is at: it stops now.</summary>
    Hold,
}
