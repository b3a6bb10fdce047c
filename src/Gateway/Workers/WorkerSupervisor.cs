using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Workers;

/// <summary>Which worker serves a policy, which stands by, and what becomes of those that die or hang.</summary>
/// <remarks>
/// <para>A worker starts (loads, makes inferences, runs once on zeros), then it is the current one or the spare; one
/// that is late is set aside until it has answered or its time is over.</para>
/// <para>A thread of its own looks after who is late, silent or missing. Runs never wait for a start.</para>
/// </remarks>
internal sealed partial class WorkerSupervisor : IDisposable
{
    // The monitor of all that changes here.
    private readonly object _gate = new();
    private readonly WorkerTerms _terms;
    private readonly LimitsOptions _limits;
    private readonly ToWorker.Load _load;
    private readonly CrashCount _crashes;
    private readonly List<WorkerInference> _inferences = [];
    private readonly List<LateWorker> _late = [];
    private readonly CancellationTokenSource _stop = new();
    private volatile Worker? _current;
    private volatile string? _outOfService;
    private Worker? _spare;
    private string _story = "";
    private int _inferenceNumber;
    private long _episodeNumber;
    private long _deaths;

    public WorkerSupervisor(WorkerTerms terms, ToWorker.Load load)
    {
        (_terms, _limits, _load) = (terms, terms.Limits, load);
        _crashes = new CrashCount(_limits.WorkerDeaths, terms.Time);
        _care = new Thread(Care) { Name = $"workers of {terms.Policy}", IsBackground = true };
    }

    /// <summary>The one that runs what comes; null while there is none.</summary>
    public Worker? Current => _current;

    public TimeProvider Time => _terms.Time;

    /// <summary>What the first worker has loaded; all others must have loaded the same.</summary>
    public FromWorker.Loaded Model { get; private set; } = null!;

    /// <summary>The processes of the one that serves and of the one that stands by.</summary>
    public (int? Serving, int? Spare) Processes
    {
        get
        {
            lock (_gate)
                return (_current?.Id, _spare?.Id);
        }
    }

    /// <summary>How many have died or were killed so far.</summary>
    public long Deaths => Volatile.Read(ref _deaths);

    /// <exception cref="PolicyLoadException">The worker cannot make it.</exception>
    public WorkerInference Add(InferenceShape shape)
    {
        var inference = new WorkerInference(this, Interlocked.Increment(ref _inferenceNumber), shape);
        Worker worker = _current ?? throw new PolicyLoadException(Absent().Message!);
        if (worker.Create(inference.Number, shape) is { } error)
            throw new PolicyLoadException(error.Message);
        if (!inference.TryBind(worker))
            throw new PolicyLoadException($"its worker process {worker.Id} {worker.End}");
        Worker? spare;
        lock (_gate)
        {
            _inferences.Add(inference);
            spare = _spare;
        }
        // One that stands by already; one that starts will find it in the list.
        if (spare is not null && WorkerStart.Prepare(spare, inference, _terms, NextEpisode()) is { } unfit)
            Replace(spare, $"was killed: {unfit.Message}");
        return inference;
    }

    public void Remove(WorkerInference inference)
    {
        lock (_gate)
        {
            _inferences.Remove(inference);
            foreach (Worker worker in Workers())
                worker.Drop(inference.Number);
        }
    }

    public WorkerEpisode CreateEpisode() => new(NextEpisode(), Forget);

    /// <summary>A run on this worker was good.</summary>
    public void Praise(Worker worker)
    {
        if (worker.HasAnswered && _crashes.InRow == 0)
            return;
        lock (_gate)
        {
            _crashes.Forgive(first: !worker.HasAnswered);
            worker.HasAnswered = true;
            // The spare is loaded when the first has shown that it works.
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>What a run comes to when nobody can run it.</summary>
    public RunResult Absent()
    {
        lock (_gate)
        {
            return _outOfService is { } why
                ? new RunResult(RunStatus.DeviceLost, why)
                : new RunResult(RunStatus.Unavailable, $"no worker process is ready: {_story}");
        }
    }

    /// <summary>The worker has died in the run.</summary>
    public RunResult LostRun(Worker worker) => Unavailable(worker, worker.End!);

    /// <summary>Ends a worker that cannot be relied on any more.</summary>
    public RunResult Replace(Worker worker, string reason)
    {
        lock (_gate)
            SetAside(worker);
        worker.Kill(reason);
        return Unavailable(worker, reason);
    }

    /// <summary>
    /// The run is late. With a spare the next one is the spare's, at once; without, the worker has its last moment to
    /// answer here.
    /// </summary>
    public RunResult GiveUp(Worker worker, WorkerLane lane)
    {
        worker.Cancel(lane);
        long until = After(_limits.WorkerGraceTime);
        lock (_gate)
        {
            if (_current == worker && _spare is not null)
                (_current, _spare) = (_spare, null);
            if (_current is { } other && other != worker)
            {
                _late.Add(new LateWorker(worker, lane, until));
                Monitor.Pulse(_gate);
                Log.Late(_terms.Logger, _terms.Policy, worker.Id, _limits.WorkerGraceTime, Next());
                return new RunResult(RunStatus.DeadlineExceeded, $"its worker process {worker.Id} is late; {Next()}");
            }
        }
        Log.Late(_terms.Logger, _terms.Policy, worker.Id, _limits.WorkerGraceTime, "there is no spare");
        switch (lane.Wait(until, mayBeAbandoned: false))
        {
            case LaneEnd.Answered:
                return new RunResult(RunStatus.DeadlineExceeded, $"its worker process {worker.Id} answered too late");
            case LaneEnd.Died:
                return LostRun(worker);
            default:
                RunResult gone = Replace(worker, TooLate);
                return gone with { Status = RunStatus.DeadlineExceeded };
        }
    }

    private string TooLate => "did not answer by its deadline, nor within"
        + $" {_limits.WorkerGraceTime.TotalMilliseconds:0} ms more (Limits:WorkerGraceTime), and was killed";

    /// <summary>All that live, under the gate.</summary>
    private IEnumerable<Worker> Workers() =>
        new[] { _current, _spare, _starting }.Concat(_late.Select(late => late.Worker)).OfType<Worker>().Distinct();

    private void Forget(long episode)
    {
        lock (_gate)
        {
            foreach (Worker worker in Workers())
                worker.Forget(episode);
        }
    }

    private long NextEpisode() => Interlocked.Increment(ref _episodeNumber);

    private long After(TimeSpan time) =>
        Time.GetTimestamp() + (long)(time.TotalSeconds * Time.TimestampFrequency);

    private RunResult Unavailable(Worker worker, string reason)
    {
        lock (_gate)
        {
            return _outOfService is { } why
                ? new RunResult(RunStatus.DeviceLost, why)
                : new RunResult(RunStatus.Unavailable, $"its worker process {worker.Id} {reason}; {Next()}");
        }
    }

    /// <summary>Under the gate: nothing is run on it any more.</summary>
    private void SetAside(Worker worker)
    {
        if (_current == worker)
            (_current, _spare) = (_spare, null);
        else if (_spare == worker)
            _spare = null;
        _late.RemoveAll(late => late.Worker == worker);
    }

    /// <summary>Under the gate: what the operator has to expect.</summary>
    private string Next() => _outOfService is not null ? "the policy is out of service"
        : _current is { } worker ? $"process {worker.Id} serves"
        : _stop.IsCancellationRequested ? "the policy was disposed of"
        : "a new one is started";

    /// <summary>On the worker's own thread, when its process has ended.</summary>
    private void Lost(Worker worker)
    {
        lock (_gate)
        {
            // Whoever starts it finds out by itself; whoever was let go has done as it was told.
            if (worker == _starting || worker.IsLetGo || _stop.IsCancellationRequested)
                return;
            SetAside(worker);
            CountDeath($"worker process {worker.Id} {worker.End}");
            Log.Died(_terms.Logger, _terms.Policy, worker.Id, worker.End!, Next());
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Under the gate.</summary>
    private void CountDeath(string story)
    {
        _story = story;
        _deaths++;
        _crashes.Count();
        if (_current is not null || !_crashes.IsTooMany || _outOfService is not null)
            return;
        _outOfService = $"{_crashes.InRow} worker processes in a row died without a good answer between"
            + $" (Limits:WorkerDeaths); the last: {story}";
        Log.OutOfService(_terms.Logger, _terms.Policy, _outOfService);
        foreach (Worker worker in Workers())
            worker.Kill("was killed because the policy is out of service");
    }
}
