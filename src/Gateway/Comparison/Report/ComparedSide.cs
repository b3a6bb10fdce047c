using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>One policy on one backend.</summary>
internal sealed record ComparedSide
{
    /// <summary><c>A</c> or <c>B</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As the policy calls itself.</summary>
    public required string Policy { get; init; }

    public required string Backend { get; init; }

    public required string Folder { get; init; }

    /// <summary>As <c>cpu</c>, <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Whether it ran in a worker process; its memory is then not in <see cref="MemoryBytes"/>.</summary>
    public required bool Isolated { get; init; }

    /// <summary>The engine and its version, as it says.</summary>
    public required string Engine { get; init; }

    /// <summary>What else tells two runs apart, as the engine says: threads, provider, precision.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The policy folder's files.</summary>
    public required IReadOnlyList<RecordedPolicyFile> Files { get; init; }

    public required int ChunkRows { get; init; }

    public required double RateHz { get; init; }

    public required IReadOnlyList<string> Joints { get; init; }

    public required IReadOnlyList<string> Cameras { get; init; }

    /// <summary>Until it was warm.</summary>
    public required double LoadMilliseconds { get; init; }

    /// <summary>By which the process's resident memory grew meanwhile. What both engines share counts to A, which is
    /// loaded first.</summary>
    public required long MemoryBytes { get; init; }

    public required SideCounts Counts { get; init; }
}
