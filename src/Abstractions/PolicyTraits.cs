namespace PolicyGate.Abstractions;

/// <summary>How the host may run a policy.</summary>
/// <param name="OwnerThreads">How many threads may be in <see cref="IInference.Run"/> at once, on different
/// inferences; at least 1.</param>
/// <param name="SameThread">Whether an inference must always run on the thread that ran it first.</param>
/// <param name="Deterministic">Whether equal inputs and an equal seed give equal outputs, to the bit.</param>
/// <param name="RobotUnits">Whether state goes in and actions come out as the robot has them, absolute, so that the
/// host
/// leaves out the normalisation and the <c>relative_to</c> of <c>policy.json</c>: for a backend without a trained
/// model,
/// which can then stand in for one in the same policy folder.</param>
public sealed record PolicyTraits(
    int OwnerThreads = 1, bool SameThread = false, bool Deterministic = true, bool RobotUnits = false)
{
    /// <summary>
    /// Whether a run takes microseconds and never waits, for a device or a lock or anything else. The host then calls
    /// it on whatever thread has filled the inputs, since handing it to an owner thread and back would take ten times
    /// as long; nobody can answer the robot if it does not return.
    /// </summary>
    public bool Immediate { get; init; }
}
