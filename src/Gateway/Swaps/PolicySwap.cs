using System.Globalization;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>One swap, from what was asked for to the version that answers.</summary>
/// <remarks>
/// 1. Choose what the request means. 2. Wait until its folder is whole. 3. Copy it, 4. load and warm it, on a thread
/// that gives way to robots'; where that fails and the folder then changes, from 1. again. 5. Try it on robots' ticks,
/// beside the version that answers. 6. Publish it. Until then robots notice nothing, and whatever goes wrong is a
/// reason to stay.
/// </remarks>
internal sealed class PolicySwap(SwapServices services, VersionHistory history, SwapRequest request)
{
    private readonly LoadedVersion _current = history.Current!;
    private readonly long _begun = services.Time.GetTimestamp();
    private SwapCandidate? _candidate;
    private double _loadSeconds;
    private SwapTrial? _trial;

    public async Task<SwapReport> RunAsync(CancellationToken cancel)
    {
        GatewayError? error;
        try
        {
            error = await SwapAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            error = new GatewayError(ErrorCode.Cancelled, "ended by who asked for it, or by a rollback");
        }
#pragma warning disable CA1031 // The version that answers goes on; who asked is told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.Broke(services.Logger, request.Policy, bug);
            error = new GatewayError(ErrorCode.Internal, $"a bug in the gateway: {bug.Message}");
        }
        // Also where what was asked for answers already: then it was copied, and not loaded.
        if (error is not null || _candidate!.Version is null)
            _candidate?.Dispose();
        return Report(error);
    }

    private async Task<GatewayError?> SwapAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is { } unloaded)
            return unloaded;
        SwapCandidate candidate = _candidate!;
        if (candidate.Version is null)
            return null;
        _loadSeconds = services.Time.GetElapsedTime(_begun).TotalSeconds;
        if (await TryAsync(candidate, cancel) is { } refused)
            return refused;
        cancel.ThrowIfCancellationRequested();
        return history.Publish(_current.Version, candidate.Version, Takeover);
    }

    /// <summary>Anew where what could not be loaded changes: it was half of what was to be there.</summary>
    private async Task<GatewayError?> LoadAsync(CancellationToken cancel)
    {
        if (Room() is { } full)
            return full;
        var whole = new WholeFolder(services.Config.Limits, services.Config.Swaps.WholeTime, services.Time);
        while (true)
        {
            if (services.Choice.Choose(request, out _candidate) is { } meaningless)
                return meaningless;
            SwapCandidate candidate = _candidate!;
            Log.Begun(services.Logger, request.Policy, candidate.Folder);
            history.Step = $"waiting for {candidate.Folder} to be whole";
            (GatewayError? missing, candidate.Look) =
                await whole.WaitAsync(candidate.Folder, candidate.Config.Backend, cancel);
            if (missing is not null)
                return missing;
            history.Step = "waiting for another policy's load";
            GatewayError? unloaded =
                await LoadingThread.Run($"swap {request.Policy}", () => Load(candidate, cancel));
            if (unloaded is null || candidate.AnswersAlready)
                return unloaded;
            history.Step = $"waiting whether {candidate.Folder} changes: {unloaded.Message}";
            if (!await whole.ChangesAsync(candidate.Folder, candidate.Look!, cancel))
                return unloaded;
            Log.Changes(services.Logger, request.Policy, candidate.Folder, unloaded.Message);
            _candidate = null;
            candidate.Dispose();
        }
    }

    private Takeover Takeover => request.Takeover ?? services.Config.Swaps.Takeover;

    private GatewayError? Room()
    {
        IReadOnlyList<LoadedVersion> alive = history.Alive;
        int most = services.Config.Limits.PolicyVersions;
        if (alive.Count < most)
            return null;
        IEnumerable<string> users = alive.Where(loaded => loaded.Version.Users > 0)
            .Select(loaded => $"version {loaded.Version.Number} has {loaded.Version.Users} robots or shadows");
        return new GatewayError(ErrorCode.Overloaded,
            $"{alive.Count} versions of it are loaded already (Limits:PolicyVersions): {string.Join(", ", users)};"
            + " wait for their next episodes, or have the current version taken over now");
    }

    private GatewayError? Load(SwapCandidate candidate, CancellationToken cancel)
    {
        if (CopyFolder(candidate, cancel) is { } uncopied)
            return uncopied;
        PluginHost plugins = services.Policies.Plugins.Anew();
        if (ChoosePlace(candidate, plugins) is { } unusable)
            return unusable;
        candidate.AnswersAlready = SameVersion.Is(_current, candidate, services.Config.Limits);
        if (candidate.AnswersAlready)
            return Same();
        cancel.ThrowIfCancellationRequested();
        history.Step = "loading and warming up";
        if (services.Policies.LoadBeside(candidate.Config, plugins, out ServedPolicy? warm, cancel) is { } unloaded)
            return unloaded;
        history.Add(candidate.Warm(history.NextNumber(), warm!));
        return BlankTick.Run(warm!);
    }

    private GatewayError? CopyFolder(SwapCandidate candidate, CancellationToken cancel)
    {
        history.Step = "copying the folder";
        PolicyCopy? copy = null;
        GatewayError? error = LoadingThread.RunNice(
            $"copy {request.Policy}",
            () => services.Copies.Take(candidate.Folder, candidate.Look!.Bytes, out copy, cancel));
        if (error is not null)
            return error;
        candidate.Take(copy!);
        return FolderLook.At(candidate.Folder, services.Config.Limits, out FolderLook? after) is null
            && after == candidate.Look
            ? null
            : new GatewayError(ErrorCode.Unavailable, $"{candidate.Folder} changed while it was copied; ask again when"
                + " it is complete");
    }

    /// <summary>In this process or, where it cannot come here, in a worker's.</summary>
    private GatewayError? ChoosePlace(SwapCandidate candidate, PluginHost plugins)
    {
        if (candidate.Config.Worker is not null)
            return null;
        string backend = candidate.Config.Backend;
        if (plugins.Judge(backend, out string? place, out GatewayError? clash) is { } unusable)
            return unusable;
        if (clash is null)
        {
            candidate.Plugin = place;
            return null;
        }
        Log.ToWorker(services.Logger, request.Policy, clash.Message);
        candidate.Notes.Add($"it runs in a worker process: {clash.Message}");
        candidate.Config = candidate.Config with { Worker = WorkerConfig.Plain };
        return null;
    }

    /// <summary>Nothing to load; but robots that are still at an older version may be meant.</summary>
    private GatewayError? Same()
    {
        bool others = history.Alive.Any(loaded => loaded.Version.Users > 0 && loaded != _current);
        if (!others || Takeover is not Takeover.Now)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                "it is what answers already: the same folder, plugin and configuration");
        }
        return history.Publish(_current.Version, _current.Version, Takeover.Now);
    }

    private async Task<GatewayError?> TryAsync(SwapCandidate candidate, CancellationToken cancel)
    {
        SwapsConfig swaps = services.Config.Swaps;
        var terms = new TrialTerms(
            request.TrialTicks ?? swaps.TrialTicks, swaps.TrialTime,
            request.MaximumDifference ?? swaps.MaximumDifference);
        if (terms.Ticks == 0)
        {
            candidate.Notes.Add("it was tried on no robot's tick");
            return null;
        }
        _trial = new SwapTrial(terms, candidate.Version!, _current.Version, services.Time);
        services.Shadows.Add(_trial);
        try
        {
            return await WaitForTrial(_trial, terms, candidate, cancel);
        }
        finally
        {
            services.Shadows.Remove(_trial);
        }
    }

    private async Task<GatewayError?> WaitForTrial(
        SwapTrial trial, TrialTerms terms, SwapCandidate candidate, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task timeOut = Task.Delay(terms.Time, services.Time, end.Token);
        while (!trial.Settled.IsCompleted && !timeOut.IsCompleted)
        {
            history.Step = string.Create(CultureInfo.InvariantCulture, $"trying: tick {trial.Ticks} of {terms.Ticks}");
            await Task.WhenAny(trial.Settled, timeOut, Task.Delay(ProgressInterval, services.Time, end.Token));
        }
        cancel.ThrowIfCancellationRequested();
        await end.CancelAsync();
        return trial.Settled.IsCompleted ? await trial.Settled : OutOfTime(trial, terms, candidate.Notes);
    }

    /// <summary>Not as many good ticks came as were asked for: what there were are to speak for it.</summary>
    internal static GatewayError? OutOfTime(SwapTrial trial, TrialTerms terms, ICollection<string> notes)
    {
        string within = $"within {terms.Time.TotalSeconds:0.###} s (Swaps:TrialTime)";
        if (trial.Ticks == 0 && trial.Failed is { } failed)
        {
            return new GatewayError(failed.Code,
                $"no tick of its trial went well {within}; the last: {failed.Message}");
        }
        if (trial.Ticks == 0 && trial.Shed is { } why)
        {
            return new GatewayError(ErrorCode.Overloaded,
                $"robots were there, and it was tried on no tick of theirs {within}, the last time for: {why}; ask"
                + " again when there is less to do, or without a trial (--trial-ticks 0)");
        }
        if (trial.Ticks == 0 && trial.Reached)
        {
            return new GatewayError(ErrorCode.DeadlineExceeded,
                $"robots were there, and no run on a tick of theirs had come back {within}");
        }
        if (trial.Hanging is { } hanging)
        {
            return new GatewayError(ErrorCode.DeadlineExceeded, string.Create(
                CultureInfo.InvariantCulture,
                $"after {trial.Ticks} good ticks of its trial a run has not come back for"
                + $" {hanging.TotalSeconds:0.0} s"));
        }
        // Late, and no good one since: the next as well, had it been let take over.
        if (trial.Failed is { Code: ErrorCode.DeadlineExceeded or ErrorCode.Overloaded } stuck)
        {
            return new GatewayError(stuck.Code,
                $"after {trial.Ticks} good ticks of its trial no other was {within}: {stuck.Message}");
        }
        notes.Add(trial.Ticks == 0
            ? $"no robot ticked {within}: tried on nothing but an observation that shows nothing"
            : $"tried on {trial.Ticks} ticks of {terms.Ticks}: no more came {within}");
        return null;
    }

    private SwapReport Report(GatewayError? error)
    {
        if (error is null && !_candidate!.IsConfigured)
            _candidate.Notes.Add("a gateway that is started anew serves what is configured");
        var report = new SwapReport(
            request.Policy, error is null, history.Handle.Published!.Version.Number, error?.Message)
        {
            Folder = _candidate?.Folder,
            Notes = _candidate?.Notes ?? [],
            LoadSeconds = _loadSeconds,
            TrialTicks = _trial?.Ticks ?? 0,
            MaximumDifference = _trial?.Difference,
        };
        if (error is null)
        {
            Log.Done(
                services.Logger, request.Policy, report.Version, TakeoverText.Of(Takeover), report.TrialTicks,
                string.Join("; ", report.Notes));
        }
        else
        {
            Log.Refused(services.Logger, request.Policy, report.Version, error.Message);
        }
        return report;
    }

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);
}
