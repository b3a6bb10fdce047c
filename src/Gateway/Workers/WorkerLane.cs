using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// The gateway's end of a lane: hands a run over and waits for its answer, its worker's death, or its time.
/// </summary>
/// <remarks>The object itself is the monitor of those who have something to run on it.</remarks>
internal sealed unsafe class WorkerLane(SharedRegion region, int number, TimeProvider time)
{
    private readonly LaneBlock* _block = (LaneBlock*)region.Address + number;
    private int _sequence;
    private volatile bool _abandoned;
    private volatile bool _dead;

    public int Number => number;

    /// <summary>Of the run under way, or of the last.</summary>
    public int Sequence => _sequence;

    /// <summary>Whether the last run was answered.</summary>
    public bool IsIdle => (Volatile.Read(ref _block->Reply) & ~LaneBlock.Nudge) == _sequence;

    private bool HasEnded => IsIdle || _abandoned || _dead;

    /// <summary>Hands a run over; its inputs are in its region.</summary>
    /// <returns>False where it has more episodes than a lane can name.</returns>
    public bool Begin(int inference, in RunArguments arguments)
    {
        ReadOnlySpan<IEpisode> episodes = arguments.Episodes.Span;
        if (episodes.Length > LaneBlock.MaximumEpisodes)
            return false;
        EpisodeMark* marks = LaneBlock.EpisodesOf(_block);
        for (int i = 0; i < episodes.Length; i++)
            marks[i] = ((WorkerEpisode)episodes[i]).Mark;
        _block->Episodes = episodes.Length;
        _block->Inference = inference;
        _block->Rows = arguments.Rows;
        _block->Seed = arguments.Seed;
        _block->RemainingNanoseconds = RemainingNanoseconds(arguments.Deadline);
        _abandoned = false;
        _sequence = (_sequence + 1) & int.MaxValue;
        Interlocked.Exchange(ref _block->Request, _sequence);
        Futex.Wake(&_block->Request);
        return true;
    }

    /// <summary>Something is about to be handed over: the worker's thread is woken now, and not when it is.</summary>
    public void Announce() => Futex.Wake(&_block->Request);

    /// <summary>Nobody waits for the run any more; any thread.</summary>
    public void Abandon()
    {
        _abandoned = true;
        NudgeWaiter();
    }

    /// <summary>The worker will never answer; any thread.</summary>
    public void Die()
    {
        _dead = true;
        NudgeWaiter();
    }

    /// <param name="deadline">A timestamp of the gateway's clock.</param>
    /// <param name="mayBeAbandoned">Whether <see cref="Abandon"/> ends the wait.</param>
    public LaneEnd Wait(long deadline, bool mayBeAbandoned)
    {
        if (mayBeAbandoned)
            ShortWait.For(this, static lane => lane.HasEnded, time);
        while (true)
        {
            // What comes after this sets it again, and the futex returns at once.
            int reply = Interlocked.And(ref _block->Reply, ~LaneBlock.Nudge) & ~LaneBlock.Nudge;
            if (reply == _sequence)
                return LaneEnd.Answered;
            if (_dead)
                return LaneEnd.Died;
            TimeSpan left = deadline == long.MaxValue
                ? Timeout.InfiniteTimeSpan
                : time.GetElapsedTime(time.GetTimestamp(), deadline);
            if ((_abandoned && mayBeAbandoned) || (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan))
                return LaneEnd.Late;
            Futex.Wait(&_block->Reply, reply, left);
        }
    }

    /// <summary>How the run ended that was answered.</summary>
    /// <returns>Null where the worker wrote what no worker of ours writes.</returns>
    public RunResult? Result()
    {
        var status = (RunStatus)Volatile.Read(ref _block->Status);
        int bytes = Volatile.Read(ref _block->MessageBytes);
        if (status is RunStatus.Ok)
            return RunResult.Ok;
        bool known = Enum.IsDefined(status) || status is LaneStatus.Threw;
        if (!known || bytes is < 0 or > LaneBlock.MaximumMessageBytes)
            return null;
        return new RunResult(status, bytes == 0 ? null : Encoding.UTF8.GetString(_block->Message, bytes));
    }

    private void NudgeWaiter()
    {
        bool held = false;
        try
        {
            region.DangerousAddRef(ref held);
            Interlocked.Or(ref _block->Reply, LaneBlock.Nudge);
            Futex.Wake(&_block->Reply);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits on a lane whose pages are gone.
        }
        finally
        {
            if (held)
                region.DangerousRelease();
        }
    }

    private long RemainingNanoseconds(long deadline)
    {
        if (deadline == long.MaxValue)
            return long.MaxValue;
        TimeSpan left = time.GetElapsedTime(time.GetTimestamp(), deadline);
        return Math.Max(0, left.Ticks) * TimeSpan.NanosecondsPerTick;
    }
}
