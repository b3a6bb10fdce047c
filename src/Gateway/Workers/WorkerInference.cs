using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;

namespace PolicyGate.Gateway.Workers;

/// <summary>An inference that is run by whichever worker serves the policy.</summary>
/// <remarks>
/// Bound to one worker's pages at a time. They stay what they are until a run finds that another worker serves now: it
/// takes the inputs there and is bound to that one's from then on. No worker can write into another's pages, however
/// late or broken it is.
/// </remarks>
internal sealed class WorkerInference(WorkerSupervisor supervisor, int number, InferenceShape shape)
    : IInference, IAnnouncedInference
{
    // Set before anybody else sees the object.
    private WorkerBinding _bound = null!;

    public int Number => number;

    public InferenceShape Shape => shape;

    /// <summary>The first binding.</summary>
    /// <returns>False where the worker has none for it, or has ended.</returns>
    public bool TryBind(Worker worker)
    {
        if (worker.BindingOf(number) is not { } binding || !binding.TryHold())
            return false;
        if (_bound is { } before)
        {
            before.CopyInputsTo(binding);
            before.Release();
        }
        _bound = binding;
        return true;
    }

    public Span<byte> Input(int index) => _bound.Input(index);

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => _bound.SetText(index, row, utf8);

    public ReadOnlySpan<byte> Output(int index) => _bound.Output(index);

    public void Announce() => supervisor.Current?.Announce();

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (supervisor.Time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");
        if (supervisor.Current is not { } worker)
            return supervisor.Absent();
        if (!ReferenceEquals(_bound.Worker, worker) && !TryBind(worker))
            return supervisor.Absent();
        if (!worker.TryEnter(out WorkerLane lane))
            return supervisor.Absent();
        try
        {
            return Run(worker, lane, arguments);
        }
        finally
        {
            worker.Leave(lane);
        }
    }

    public void Dispose()
    {
        supervisor.Remove(this);
        _bound.Release();
    }

    private RunResult Run(Worker worker, WorkerLane lane, in RunArguments arguments)
    {
        if (!lane.Begin(number, arguments))
        {
            return new RunResult(RunStatus.InvalidInput,
                $"{arguments.Episodes.Length} episodes at once; a worker takes {LaneBlock.MaximumEpisodes}");
        }
        LaneEnd end;
        using (arguments.Cancel.UnsafeRegister(static lane => ((WorkerLane)lane!).Abandon(), lane))
            end = lane.Wait(arguments.Deadline, mayBeAbandoned: true);
        return end switch
        {
            LaneEnd.Answered => Judge(worker, lane),
            LaneEnd.Died => supervisor.LostRun(worker),
            _ when supervisor.Time.GetTimestamp() < arguments.Deadline =>
                supervisor.GiveUp(worker, lane) with { Status = RunStatus.Cancelled },
            _ => supervisor.GiveUp(worker, lane),
        };
    }

    private RunResult Judge(Worker worker, WorkerLane lane)
    {
        if (lane.Result() is not { } result)
            return supervisor.Replace(worker, "answered a run with nonsense, and was killed");
        switch (result.Status)
        {
            case RunStatus.Ok when !_bound.TakeOutputs():
                return supervisor.Replace(worker, "said that outputs lie outside of its memory, and was killed");
            case RunStatus.Ok:
                supervisor.Praise(worker);
                return result;
            case LaneStatus.Threw:
                return supervisor.Replace(worker, $"was killed because its backend threw {result.Message}");
            case RunStatus.DeviceLost:
                // Gone for its process, and often not for the next.
                return supervisor.Replace(worker, $"was killed because its device is gone: {result.Message}");
            default:
                return result;
        }
    }
}
