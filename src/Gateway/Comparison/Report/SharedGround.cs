namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>What both policies have, and so what was compared.</summary>
internal sealed record SharedGround
{
    /// <summary>Names, in A's order; by index as <c>joint 3</c> where a policy names none.</summary>
    public required IReadOnlyList<string> Joints { get; init; }

    /// <summary>Of a chunk: those of the coarser one's that lie within both.</summary>
    public required int Steps { get; init; }

    /// <summary>Between them. Step <c>i</c>, counted from 0, is due <c>i + 1</c> of these after the chunk is
    /// taken.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>That both look at.</summary>
    public required IReadOnlyList<string> Cameras { get; init; }

    /// <summary>What was left out or brought together, a sentence each; empty where both have the same.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
