using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>The versions of one policy that are loaded, and what its swap is doing. By any thread.</summary>
/// <param name="handle">The policy by its name.</param>
/// <param name="first">Makes the version that was loaded at the start.</param>
internal sealed class VersionHistory(PolicyHandle handle, Func<PolicyVersion, LoadedVersion> first)
{
    private readonly Lock _gate = new();
    private readonly List<LoadedVersion> _versions = [];
    private CancellationTokenSource? _underWay;
    private volatile string? _step;
    private volatile SwapReport? _last;
    private int _numbers;

    public PolicyHandle Handle => handle;

    /// <summary>What the swap under way is doing; null where there is none.</summary>
    public string? Step
    {
        get => _step;
        set => _step = value;
    }

    /// <summary>What became of the last one; null where there was none.</summary>
    public SwapReport? Last => _last;

    /// <summary>Those whose memory is held, the oldest first.</summary>
    public IReadOnlyList<LoadedVersion> Alive
    {
        get
        {
            lock (_gate)
            {
                FindFirst();
                _versions.RemoveAll(loaded => loaded.Version.Freed.IsCompleted);
                return [.. _versions];
            }
        }
    }

    /// <summary>The one that answers; null before the policy is warm.</summary>
    public LoadedVersion? Current
    {
        get
        {
            PolicyVersion? version = handle.Published?.Version;
            return Alive.FirstOrDefault(loaded => loaded.Version == version);
        }
    }

    /// <summary>A swap begins.</summary>
    /// <param name="end">Cancelled where it is not to go on; disposed by <see cref="End"/>.</param>
    /// <param name="token">Of it.</param>
    public GatewayError? Begin(CancellationTokenSource end, out CancellationToken token)
    {
        token = end.Token;
        lock (_gate)
        {
            if (_underWay is not null)
            {
                return new GatewayError(ErrorCode.Unavailable,
                    $"a swap of policy '{handle.Name}' is under way ({_step}); wait for it, or end it where it was"
                    + " begun");
            }
            (_underWay, _step) = (end, "beginning");
        }
        return null;
    }

    /// <summary>It is over, well or not.</summary>
    /// <param name="report">Null where a bug left none.</param>
    public void End(SwapReport? report)
    {
        lock (_gate)
        {
            _last = report ?? _last;
            _step = null;
            _underWay?.Dispose();
            _underWay = null;
        }
    }

    /// <summary>Of the version that is loaded next.</summary>
    public int NextNumber()
    {
        lock (_gate)
        {
            FindFirst();
            return ++_numbers;
        }
    }

    public void Add(LoadedVersion loaded)
    {
        lock (_gate)
            _versions.Add(loaded);
    }

    /// <summary>Another answers, if the one that did still does.</summary>
    /// <param name="expected">The one that answered when this began.</param>
    /// <param name="version">The one that is to.</param>
    /// <param name="takeover">When robots come to it.</param>
    public GatewayError? Publish(PolicyVersion expected, PolicyVersion version, Takeover takeover)
    {
        lock (_gate)
        {
            if (handle.Published!.Version != expected)
            {
                return new GatewayError(ErrorCode.Cancelled,
                    $"version {handle.Published.Version.Number} has come to answer meanwhile");
            }
            if (version.Policy.Fault is { } fault)
                return fault;
            handle.Publish(version, takeover);
            return null;
        }
    }

    /// <summary>The one before answers again, whatever swap is under way: that one ends.</summary>
    /// <param name="takeover">When robots come to it.</param>
    /// <param name="version">Null where an error is returned.</param>
    public GatewayError? RollBack(Takeover takeover, out PolicyVersion? version)
    {
        lock (_gate)
        {
            version = null;
            if (handle.Previous is not { } previous)
            {
                return new GatewayError(ErrorCode.NotFound,
                    $"policy '{handle.Name}' has no version before to go back to: it was not swapped");
            }
            if (previous.Policy.Fault is { } fault)
            {
                return new GatewayError(fault.Code,
                    $"version {previous.Number}, the one before, cannot answer: {fault.Message}");
            }
            handle.Publish(version = previous, takeover);
            // What waits for it goes on elsewhere: here it would hold this lock. Not disposed yet, for that is
            // done under the lock.
            _ = _underWay?.CancelAsync();
            return null;
        }
    }

    private void FindFirst()
    {
        if (_numbers > 0 || handle.Published is not { } published)
            return;
        _numbers = published.Version.Number;
        _versions.Add(first(published.Version));
    }
}
