using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Workers;

/// <content>The thread that looks after the workers, and their starts.</content>
internal sealed partial class WorkerSupervisor
{
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(1);

    private readonly Thread _care;
    private Worker? _starting;
    private Thread? _start;
    private long _nextPing;

    /// <summary>Blocks until the first worker has loaded the policy, or has not.</summary>
    public GatewayError? StartFirst(CancellationToken cancel)
    {
        if (LoadOne(cancel, out Worker? worker, out TimeSpan took) is { } error)
            return error;
        lock (_gate)
        {
            _starting = null;
            if (worker!.End is { } end)
                return new GatewayError(ErrorCode.Unavailable, $"its worker process {worker.Id} {end}");
            Model = worker.Loaded!;
            _current = worker;
        }
        Log.Loaded(_terms.Logger, _terms.Policy, worker.Id, took.TotalMilliseconds);
        _care.Start();
        return null;
    }

    /// <summary>Waits for the runs under way, lets all workers end, for a while, and then ends them.</summary>
    public void Dispose()
    {
        Worker[] workers;
        lock (_gate)
        {
            _stop.Cancel();
            workers = [.. Workers()];
            (_current, _story) = (null, "the policy was disposed of");
            _starting?.Kill("was killed while it was loading: the gateway stops");
            foreach (LateWorker late in _late)
                late.Worker.Kill("was killed while it was late: the gateway stops");
            Monitor.Pulse(_gate);
        }
        long until = After(_limits.DrainTime);
        foreach (Worker worker in workers)
        {
            worker.WaitForRuns(Left(until));
            worker.Exit();
        }
        foreach (Worker worker in workers)
        {
            if (worker.WaitForEnd(Left(until)))
                continue;
            worker.Kill("did not end when it was asked to, and was killed");
            worker.WaitForEnd(KillTime);
        }
        if (_care.IsAlive)
            _care.Join(KillTime);
        _start?.Join(KillTime);
    }

    private TimeSpan Left(long until)
    {
        TimeSpan left = Time.GetElapsedTime(Time.GetTimestamp(), until);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private void Care()
    {
        lock (_gate)
        {
            while (!_stop.IsCancellationRequested)
            {
                EndGrace();
                if (Left(_nextPing) == TimeSpan.Zero)
                    PingAll();
                if (IsOneMissing && _crashes.UntilStart <= TimeSpan.Zero)
                    StartOne();
                Monitor.Wait(_gate, UntilNext());
            }
        }
    }

    private bool IsOneMissing
    {
        get
        {
            if (_start is not null || _outOfService is not null)
                return false;
            if (_current is null)
                return _late.Count == 0;
            return _terms.Config.Spare && _spare is null && _late.Count == 0 && _current.HasAnswered;
        }
    }

    private TimeSpan UntilNext()
    {
        TimeSpan wait = Left(_nextPing);
        foreach (LateWorker late in _late)
            wait = Least(wait, Left(late.Until));
        if (IsOneMissing)
            wait = Least(wait, _crashes.UntilStart);
        // Up to the clock's grain: a wait of nothing would spin.
        return wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void EndGrace()
    {
        foreach (LateWorker late in _late.Where(late => Left(late.Until) == TimeSpan.Zero).ToArray())
        {
            _late.Remove(late);
            Worker worker = late.Worker;
            if (!worker.HasAnsweredOn(late.Lane))
            {
                worker.Kill(TooLate);
                continue;
            }
            string next = "stands by again";
            if (_current is null)
                (_current, next) = (worker, "serves again");
            else if (_spare is null && _terms.Config.Spare)
                _spare = worker;
            else if (_current != worker && _spare != worker && !_late.Exists(other => other.Worker == worker))
                next = LetGo(worker);
            Log.Recovered(_terms.Logger, _terms.Policy, worker.Id, next);
        }
    }

    private static string LetGo(Worker worker)
    {
        worker.Exit();
        return "is let go";
    }

    private void PingAll()
    {
        // Twice in that time: who has not answered the first when the third is due was silent for as long.
        _nextPing = After(_limits.WorkerSilence / 2);
        foreach (Worker worker in new[] { _current, _spare }.OfType<Worker>())
        {
            if (worker.Ping())
                continue;
            SetAside(worker);
            worker.Kill($"was silent for {_limits.WorkerSilence.TotalMilliseconds:0} ms though it had nothing to do"
                + " (Limits:WorkerSilence), and was killed");
        }
    }

    private void StartOne()
    {
        _start = new Thread(Start) { Name = $"start for {_terms.Policy}", IsBackground = true };
        _start.Start();
    }

    private void Start()
    {
        GatewayError? error = LoadOne(_stop.Token, out Worker? worker, out TimeSpan took);
        if (error is null)
            error = Prepare(worker!, took);
        lock (_gate)
        {
            (_starting, _start) = (null, null);
            if (error is not null && !_stop.IsCancellationRequested)
            {
                worker?.Discard(error.Message);
                CountDeath(error.Message);
                Log.StartFailed(_terms.Logger, _terms.Policy, error.Message, Next());
            }
            Monitor.Pulse(_gate);
        }
    }

    private GatewayError? LoadOne(CancellationToken cancel, out Worker? worker, out TimeSpan took)
    {
        long begun = Time.GetTimestamp();
        took = default;
        if (Worker.Start(_terms, Lost, out worker) is { } error)
            return error;
        lock (_gate)
        {
            _starting = worker;
            if (_stop.IsCancellationRequested)
                worker!.Kill("was killed while it was loading: the gateway stops");
        }
        error = worker!.Load(_load, cancel);
        took = Time.GetElapsedTime(begun);
        if (error is null && Model is not null && !SameModel.Is(Model, worker.Loaded!))
        {
            error = new GatewayError(ErrorCode.Unavailable,
                $"worker process {worker.Id} has loaded another model than the one before: inputs, outputs or traits"
                + " differ; start the gateway again");
        }
        if (error is null)
            return null;
        worker.Kill("was killed because it could not load the policy");
        worker.WaitForEnd(KillTime);
        return error;
    }

    /// <summary>Makes and warms every inference, those included that come up meanwhile, and takes the worker
    /// in.</summary>
    private GatewayError? Prepare(Worker worker, TimeSpan loading)
    {
        long begun = Time.GetTimestamp();
        while (true)
        {
            WorkerInference? missing;
            lock (_gate)
            {
                missing = _inferences.Find(inference => worker.BindingOf(inference.Number) is null);
                if (worker.End is { } end)
                    return new GatewayError(ErrorCode.Unavailable, $"worker process {worker.Id} {end}");
                if (missing is null)
                {
                    TakeIn(worker, (loading + Time.GetElapsedTime(begun)).TotalMilliseconds);
                    return null;
                }
            }
            if (WorkerStart.Prepare(worker, missing, _terms, NextEpisode()) is { } error)
                return error;
        }
    }

    private void TakeIn(Worker worker, double milliseconds)
    {
        _starting = null;
        if (_current is null)
        {
            _current = worker;
            Log.Replaced(_terms.Logger, _terms.Policy, worker.Id, milliseconds);
            return;
        }
        _spare = worker;
        Log.SpareReady(_terms.Logger, _terms.Policy, worker.Id, milliseconds);
    }
}
