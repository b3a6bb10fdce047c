using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>Swaps of a gateway's configured policies: one at a time of each, and not many together.</summary>
internal sealed class PolicySwaps : IPolicyControl, IAsyncDisposable
{
    private readonly SwapServices _services;
    private readonly Dictionary<string, VersionHistory> _histories;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _underWay = [];

    public PolicySwaps(SwapServices services)
    {
        _services = services;
        _histories = services.Policies.Configured.ToDictionary(
            handle => handle.Name, CreateHistory, StringComparer.OrdinalIgnoreCase);
        services.Metrics.Watch(() => _histories.Values);
    }

    public IReadOnlyList<PolicyReport> List() =>
        [.. _histories.Values.Select(Describe).OrderBy(report => report.Name, StringComparer.Ordinal)];

    public async Task<SwapReport> SwapAsync(SwapRequest request, CancellationToken cancel)
    {
        if (Find(request.Policy, out VersionHistory? history) is { } unknown)
            return Refuse(request.Policy, history, unknown);
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Begin(history!, end, ended.Task, out CancellationToken token) is { } busy)
        {
            end.Dispose();
            return Refuse(request.Policy, history, busy);
        }
        SwapReport? report = null;
        try
        {
            request = request with { Policy = history!.Handle.Name };
            report = await new PolicySwap(_services, history, request).RunAsync(token);
            _services.Metrics.Ended(report.Policy, report.Done ? SwapOutcome.Done : SwapOutcome.Refused);
            return report;
        }
        finally
        {
            // Whatever went wrong: the policy's next swap is not refused for this one.
            history!.End(report);
            Untrack(ended.Task);
            ended.SetResult();
        }
    }

    public Task<SwapReport> RollBackAsync(RollBackRequest request, CancellationToken cancel)
    {
        GatewayError? error = Find(request.Policy, out VersionHistory? history);
        Takeover takeover = request.Takeover ?? _services.Config.Swaps.Takeover;
        PolicyVersion? version = null;
        error ??= history!.RollBack(takeover, out version);
        if (error is not null)
            return Task.FromResult(Refuse(request.Policy, history, error));
        _services.Metrics.Ended(history!.Handle.Name, SwapOutcome.RolledBack);
        Log.RolledBack(
            _services.Logger, history.Handle.Name, version!.Number, TakeoverText.Of(takeover));
        return Task.FromResult(new SwapReport(history.Handle.Name, Done: true, version.Number, Reason: null)
        {
            Folder = history.Current?.Folder,
        });
    }

    /// <summary>Ends swaps under way; waits for those as long as shutdown may take.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        Task[] underWay;
        lock (_gate)
            underWay = [.. _underWay];
        await WaitInTime(Task.WhenAll(underWay));
    }

    /// <summary>Waits for what robots' leaving frees; those that answer, or did before, are their handles'.</summary>
    public async ValueTask DisposeAsync()
    {
        var held = _histories.Values
            .SelectMany(history => new[] { history.Handle.Published?.Version, history.Handle.Previous }).ToHashSet();
        await WaitInTime(Task.WhenAll(_histories.Values.SelectMany(history => history.Alive)
            .Where(loaded => !held.Contains(loaded.Version)).Select(loaded => loaded.Version.Freed)));
        _stop.Dispose();
    }

    /// <summary>Nothing of the gateway runs any more.</summary>
    public void RemoveCopies()
    {
        foreach (LoadedVersion loaded in _histories.Values.SelectMany(history => history.Alive))
            loaded.Copy?.Dispose();
    }

    private async Task WaitInTime(Task task)
    {
        try
        {
            await task.WaitAsync(_services.Config.Limits.DrainTime, _services.Time);
        }
        catch (TimeoutException)
        {
            // What is left goes with the process.
        }
    }

    private VersionHistory CreateHistory(PolicyHandle handle)
    {
        PolicyConfig config = _services.Config.Policies[handle.Name];
        // Before it is loaded: what is written there later is not what it was loaded from.
        FolderLook.At(config.Folder, _services.Config.Limits, out FolderLook? look);
        return new VersionHistory(handle, version => new LoadedVersion(version, config.Folder)
        {
            Look = look,
            Plugin = config.Worker is null ? PlaceOf(config.Backend) : null,
        });
    }

    private string? PlaceOf(string backend) =>
        _services.Policies.Plugins.Load(backend, out Plugin? plugin) is null ? plugin!.Copy.Folder : null;

    private GatewayError? Begin(
        VersionHistory history, CancellationTokenSource end, Task ended, out CancellationToken token)
    {
        token = default;
        if (history.Current is null)
        {
            return new GatewayError(ErrorCode.Unavailable,
                $"policy '{history.Handle.Name}' is not warm yet; there is nothing to swap");
        }
        lock (_gate)
        {
            if (_underWay.Count >= _services.Config.Limits.Swaps)
            {
                return new GatewayError(ErrorCode.Overloaded,
                    $"{_underWay.Count} swaps are under way (Limits:Swaps); wait for one to end");
            }
            if (history.Begin(end, out token) is { } busy)
                return busy;
            _underWay.Add(ended);
            return null;
        }
    }

    private void Untrack(Task ended)
    {
        lock (_gate)
            _underWay.Remove(ended);
    }

    private GatewayError? Find(string name, out VersionHistory? history) => _histories.TryGetValue(name, out history)
        ? null
        : new GatewayError(ErrorCode.NotFound,
            $"there is no policy '{name}'; there are:"
            + $" {string.Join(", ", _histories.Keys.Order(StringComparer.Ordinal))}");

    private static SwapReport Refuse(string policy, VersionHistory? history, GatewayError error) =>
        new(policy, Done: false, history?.Handle.Published?.Version.Number ?? 0, error.Message);

    private static PolicyReport Describe(VersionHistory history)
    {
        PolicyHandle handle = history.Handle;
        bool settled = handle.Settled.IsCompletedSuccessfully;
        return new PolicyReport(
            handle.Name, [.. history.Alive.Select(loaded => loaded.Report)], handle.Published?.Version.Number,
            handle.Previous?.Number)
        {
            Problem = settled ? (handle.Settled.Result ?? handle.Policy?.Fault)?.Message : "loading",
            Swapping = history.Step,
            LastSwap = history.Last,
        };
    }
}
