namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>What both sides were shown.</summary>
internal sealed record ComparedInput
{
    /// <summary>Its folder.</summary>
    public required string Name { get; init; }

    /// <summary><c>recording</c>, <c>requests</c>, <c>ticks</c> or <c>index</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>That could be read.</summary>
    public required long Ticks { get; init; }

    /// <summary>On which both sides gave a chunk of their policy's.</summary>
    public required long Compared { get; init; }

    /// <summary>Of these, on which the models' chunks are the same bit for bit.</summary>
    public required long Identical { get; init; }

    /// <summary>That both sides left out by pacing.</summary>
    public required long Paced { get; init; }

    public required int Sessions { get; init; }

    public required int Episodes { get; init; }

    /// <summary>What could not be read, and what a side could not use, each with its reason; the first
    /// hundred.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>All of them.</summary>
    public required long UnreadableCount { get; init; }
}
