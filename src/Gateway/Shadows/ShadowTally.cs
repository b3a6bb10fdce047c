namespace PolicyGate.Gateway.Shadows;

/// <summary>What one version of a shadow's policy has come to so far. One thread at a time.</summary>
/// <param name="version">Of the policy.</param>
/// <param name="joints">By name, in the order of a row.</param>
internal sealed class ShadowTally(int version, IReadOnlyList<string> joints)
{
    private readonly ChunkDifference _difference = new(joints.Count);
    private long _runs;
    private long _compared;
    private long _failures;
    private long _notFinite;
    private string? _lastFailure;
    private TimeSpan _took;
    private TimeSpan _longest;

    public int Version => version;

    /// <summary>Adds a run.</summary>
    /// <returns>Its largest difference, where it was compared; how many of its values are not finite.</returns>
    public (double? Difference, int NotFinite) Add(in ShadowRun run)
    {
        if (run.Error is { } error)
        {
            _failures++;
            _lastFailure = error.Message;
            return default;
        }
        _runs++;
        _took += run.Took;
        _longest = run.Took > _longest ? run.Took : _longest;
        int notFinite = 0;
        foreach (float value in run.Chunk)
            notFinite += float.IsFinite(value) ? 0 : 1;
        _notFinite += notFinite;
        _difference.Add(run);
        if (_difference.Last is not null)
            _compared++;
        return (_difference.Last, notFinite);
    }

    public ShadowReport Report(string route, string policy, IReadOnlyDictionary<string, long> shed) => new(
        route, policy, version, _runs, _compared, _failures, _lastFailure, _notFinite, shed, _difference.Largest,
        _difference.Mean, _difference.Last, _runs == 0 ? null : _took.TotalSeconds / _runs,
        _runs == 0 ? null : _longest.TotalSeconds,
        [.. joints.Select((name, joint) =>
            new ShadowJointReport(name, _difference.MeanOf(joint), _difference.LargestOf(joint)))]);
}
