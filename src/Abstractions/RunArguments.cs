namespace PolicyGate.Abstractions;

/// <summary>What one run is given beside its inputs.</summary>
/// <param name="Rows">How many rows of the batch are filled, from the first on.</param>
/// <param name="Seed">For whatever the model draws at random; equal seeds, equal answers.</param>
/// <param name="Deadline">When the answer is worth nothing any more, as <see cref="TimeProvider.GetTimestamp"/> of the
/// host's clock counts; <see cref="long.MaxValue"/> for none. A backend that can stop early answers
/// <see cref="RunStatus.DeadlineExceeded"/>; one that cannot may go on.</param>
/// <param name="Episodes">One for each row, where the policy is an <see cref="IStatefulPolicy"/>; else empty.</param>
/// <param name="Cancel">Set when nobody waits for the answer any more.</param>
public readonly record struct RunArguments(
    int Rows, ulong Seed, long Deadline, ReadOnlyMemory<IEpisode> Episodes, CancellationToken Cancel);
