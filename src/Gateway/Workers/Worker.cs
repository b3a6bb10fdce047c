using System.Collections.Concurrent;
using System.ComponentModel;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Workers;

/// <summary>One worker, from its start to its end: what it is asked, what it runs, and how it died.</summary>
/// <remarks>What is asked is asked by one thread at a time; runs are the lanes' own.</remarks>
internal sealed partial class Worker
{
    // A message of some 20 KB.
    private const int EpisodesOfPing = 1000;

    private readonly WorkerProcess _process;
    private readonly WorkerTerms _terms;
    private readonly WorkerLogs _logs;
    private readonly Action<Worker> _lost;
    private readonly Thread _listener;
    private readonly SharedRegion _laneRegion;
    private readonly ConcurrentDictionary<int, WorkerBinding> _bindings = [];
    private readonly ConcurrentQueue<long> _endedEpisodes = new();
    private WorkerLane[] _lanes = [];
    private volatile string? _condemned;
    private volatile string? _end;
    private int _entered;
    private int _missedPings;
    private volatile bool _pingIsOut;

    private Worker(WorkerProcess process, SharedRegion lanes, WorkerTerms terms, Action<Worker> lost)
    {
        (_process, _laneRegion, _terms, _lost) = (process, lanes, terms, lost);
        _logs = new WorkerLogs(process.Id, terms);
        _listener = new Thread(Listen) { Name = $"worker {Id}", IsBackground = true };
        _listener.Start();
    }

    public int Id => _process.Id;

    /// <summary>What it has loaded; null before.</summary>
    public FromWorker.Loaded? Loaded { get; private set; }

    /// <summary>How it ended; null while it lives.</summary>
    public string? End => _end;

    /// <summary>Whether it has given a robot a good answer.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Whether a run is under way on it, or about to be.</summary>
    public bool IsBusy => Volatile.Read(ref _entered) > 0;

    /// <summary>Whether its end is nothing to wonder at.</summary>
    public bool IsLetGo { get; private set; }

    /// <param name="terms">What holds for all workers of the policy.</param>
    /// <param name="lost">Called once, on a thread of the worker's own, when it has died.</param>
    /// <param name="worker">Has loaded nothing yet.</param>
    public static GatewayError? Start(WorkerTerms terms, Action<Worker> lost, out Worker? worker)
    {
        worker = null;
        SharedRegion? lanes = null;
        try
        {
            lanes = SharedRegion.Create(WorkerLanes.RegionBytes);
            WorkerProcess process = WorkerProcess.Start(terms);
            worker = new Worker(process, lanes, terms, lost);
            return null;
        }
        catch (Exception failure) when (failure is PolicyLoadException or Win32Exception or IOException)
        {
            lanes?.Dispose();
            return new GatewayError(ErrorCode.Unavailable,
                $"no worker process can be started from '{WorkerProgram.Command[0]}': {failure.Message}");
        }
    }

    /// <summary>Blocks until the policy is loaded or is not.</summary>
    public GatewayError? Load(ToWorker.Load load, CancellationToken cancel)
    {
        FromWorker.Answer? answer = Ask(load with { Lanes = _laneRegion.Path }, _terms.Limits.WorkerLoadTime, cancel);
        _laneRegion.CloseFile();
        if (answer is not FromWorker.Loaded loaded)
            return Error(answer, "did not load the policy", _terms.Limits.WorkerLoadTime, "WorkerLoadTime");
        if (loaded.Signature.Outputs.Count > RegionLayout.MaximumOutputs)
        {
            return new GatewayError(ErrorCode.Unsupported,
                $"the model has {loaded.Signature.Outputs.Count} outputs; a worker hands over at most"
                + $" {RegionLayout.MaximumOutputs}");
        }
        _lanes = new WorkerLane[WorkerLanes.CountFor(loaded.Traits)];
        for (int i = 0; i < _lanes.Length; i++)
            _lanes[i] = new WorkerLane(_laneRegion, i, _terms.Time);
        Loaded = loaded;
        return null;
    }

    /// <summary>Blocks until the worker has its side of an inference, or has not.</summary>
    public GatewayError? Create(int number, InferenceShape shape)
    {
        var layout = new RegionLayout(Loaded!.Signature, shape, _terms.Limits.TaskBytes);
        var region = SharedRegion.Create(layout.Bytes);
        var sizes = new Dictionary<string, int>(shape.Sizes);
        TimeSpan limit = _terms.Limits.WorkerLoadTime;
        FromWorker.Answer? answer = Ask(
            new ToWorker.Create(number, sizes, region.Path), limit, CancellationToken.None);
        region.CloseFile();
        if (answer is FromWorker.Created created && layout.Fits(created.Inputs))
        {
            _bindings[number] = new WorkerBinding(this, region, layout, created.Inputs);
            return null;
        }
        region.Dispose();
        return Error(answer, "made no inference", limit, "WorkerLoadTime");
    }

    /// <summary>The gateway's side of an inference; null where there is none.</summary>
    public WorkerBinding? BindingOf(int inference) => _bindings.GetValueOrDefault(inference);

    public void Drop(int inference)
    {
        if (!_bindings.TryRemove(inference, out WorkerBinding? binding))
            return;
        binding.Release();
        Tell(new ToWorker.Drop(inference));
    }

    /// <summary>A robot has gone; told with the next ping.</summary>
    public void Forget(long episode) => _endedEpisodes.Enqueue(episode);

    /// <summary>Takes a lane for one run; there are as many as may run at once.</summary>
    /// <returns>False where the worker has ended.</returns>
    public bool TryEnter(out WorkerLane lane)
    {
        lane = _lanes[0];
        if (_end is not null || !Hold())
            return false;
        Interlocked.Increment(ref _entered);
        foreach (WorkerLane free in _lanes)
        {
            if (!Monitor.TryEnter(free))
                continue;
            lane = free;
            return true;
        }
        Monitor.Enter(lane);
        return true;
    }

    public void Leave(WorkerLane lane)
    {
        Monitor.Exit(lane);
        Interlocked.Decrement(ref _entered);
        _laneRegion.DangerousRelease();
    }

    /// <summary>Returns when no run is under way, or after the limit.</summary>
    public void WaitForRuns(TimeSpan limit)
    {
        foreach (WorkerLane lane in _lanes)
        {
            if (Monitor.TryEnter(lane, limit))
                Monitor.Exit(lane);
        }
    }

    /// <summary>An inference is about to be run.</summary>
    public void Announce()
    {
        if (!Hold())
            return;
        _lanes[0].Announce();
        _laneRegion.DangerousRelease();
    }

    /// <summary>Lets the engine know that nobody waits for a run any more.</summary>
    public void Cancel(WorkerLane lane) => Tell(new ToWorker.Cancel(lane.Number, lane.Sequence));

    /// <summary>Called in even intervals; an idle worker must have answered the last ping but one.</summary>
    /// <returns>Whether it has.</returns>
    public bool Ping()
    {
        if (IsBusy || !_pingIsOut)
            _missedPings = 0;
        if (_pingIsOut)
            return ++_missedPings < 2;
        _pingIsOut = true;
        var ended = new List<long>();
        while (ended.Count < EpisodesOfPing && _endedEpisodes.TryDequeue(out long episode))
            ended.Add(episode);
        Tell(new ToWorker.Ping(ended));
        return true;
    }

    /// <summary>Ends it at once; the first reason stays.</summary>
    public void Kill(string reason)
    {
        _condemned ??= reason;
        _process.Kill();
    }

    /// <summary>Ends one that was never taken in: nobody counts its death.</summary>
    public void Discard(string reason)
    {
        IsLetGo = true;
        Kill(reason);
    }

    /// <summary>Asks it to end.</summary>
    public void Exit()
    {
        IsLetGo = true;
        _condemned ??= "was let go";
        Tell(new ToWorker.Exit());
    }

    /// <returns>Whether its process has ended and nothing of it is left.</returns>
    public bool WaitForEnd(TimeSpan limit) => _listener.Join(limit);

    /// <summary>Whether the last run on a lane has been answered.</summary>
    public bool HasAnsweredOn(WorkerLane lane) => Hold() && Release(lane.IsIdle);

    /// <returns>Whether the lanes' pages stay mapped until they are released; false where they are gone.</returns>
    private bool Hold()
    {
        bool held = false;
        try
        {
            _laneRegion.DangerousAddRef(ref held);
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
        return held;
    }

    private bool Release(bool value)
    {
        _laneRegion.DangerousRelease();
        return value;
    }
}
