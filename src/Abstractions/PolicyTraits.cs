namespace PolicyGate.Abstractions;

/// <summary>How the host may run a policy.</summary>
/// <param name="OwnerThreads">How many threads may be in <see cref="IInference.Run"/> at once, on different
/// inferences; at least 1.</param>
/// <param name="SameThread">Whether an inference must always run on the thread that ran it first.</param>
/// <param name="Deterministic">Whether equal inputs and an equal seed give equal outputs, to the bit.</param>
public sealed record PolicyTraits(int OwnerThreads = 1, bool SameThread = false, bool Deterministic = true);
