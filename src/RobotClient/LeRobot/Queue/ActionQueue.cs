using PolicyGate.Formats.LeRobot;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>
/// The actions that wait to be executed, and what decides about them: which observation may be answered, which must.
/// Whoever calls waits for the lock only, which nobody holds for longer than a few assignments.
/// </summary>
/// <param name="options">Of the run.</param>
/// <param name="width">Values of an action.</param>
internal sealed class ActionQueue(LeRobotClientOptions options, int width)
{
    private readonly Lock _gate = new();
    private readonly SentObservations _sent = new(RingSize(options));
    private readonly MustGo _mustGo = new();
    private readonly long _maximumAge = Control.RunClock.Nanoseconds(options.MaximumAnswerAge);
    private ActionRows _rows = new(width);
    private ActionRows _spare = new(width);
    private long _lastExecuted = -1;
    private long _newestTaken = -1;
    private int _longest = -1;
    private int _episode;

    // Changes with whatever makes a chunk that is being prepared, or an observation that waits, worthless.
    private int _era;

    /// <summary>Actions that were left out of chunks that were taken.</summary>
    public long Dropped { get; private set; }

    /// <summary>Actions of the longest chunk; 0 where none came.</summary>
    public int Longest => Math.Max(_longest, 0);

    /// <summary>Whether an observation is wanted.</summary>
    public bool IsLow
    {
        get
        {
            // As LeRobot's client divides: before the first chunk by -1, so that one is wanted in each period.
            lock (_gate)
                return (double)_rows.Left / _longest <= options.ChunkSizeThreshold;
        }
    }

    /// <summary>Whether an action of this episode was executed.</summary>
    public bool HasMoved
    {
        get
        {
            lock (_gate)
                return _lastExecuted >= 0;
        }
    }

    /// <summary>Takes the next action.</summary>
    /// <param name="action">Gets it.</param>
    /// <param name="timestep">Its own.</param>
    /// <returns>How many waited, it included; 0 where there was none.</returns>
    public int Take(Span<float> action, out long timestep)
    {
        lock (_gate)
        {
            int waited = _rows.Left;
            timestep = _rows.Next;
            if (waited == 0)
                return 0;
            _rows.Take().CopyTo(action);
            // Before it is executed: a chunk that comes meanwhile must not bring it again.
            _lastExecuted = timestep;
            return waited;
        }
    }

    /// <summary>What an observation that is captured now answers to.</summary>
    public QueueMoment Moment()
    {
        lock (_gate)
            return new QueueMoment(Math.Max(_lastExecuted, 0), _episode, _era);
    }

    /// <summary>An observation goes out.</summary>
    /// <param name="moment">Its own.</param>
    /// <param name="timestamp">Its own; moved by the least that there is where an earlier one has it.</param>
    /// <param name="captured">When it was asked for.</param>
    /// <param name="mustGo">Whether it must go.</param>
    /// <returns>False where the queue was dropped since it was captured: it may not go out.</returns>
    public bool Announce(QueueMoment moment, ref double timestamp, long captured, out bool mustGo)
    {
        lock (_gate)
        {
            mustGo = false;
            if (moment.Era != _era)
                return false;
            while (_sent.Has(timestamp))
                timestamp = Math.BitIncrement(timestamp);
            _sent.Add(moment.Timestep, timestamp, captured);
            mustGo = _mustGo.Use(_rows.Left == 0);
            return true;
        }
    }

    /// <summary>The server has what must go.</summary>
    public void Arrived()
    {
        lock (_gate)
            _mustGo.Arrive();
    }

    /// <summary>Which observation that must go the server has now; for <see cref="NothingWaits"/>.</summary>
    public long Asks()
    {
        lock (_gate)
            return _mustGo.Arrived;
    }

    /// <summary>The server has nothing to answer.</summary>
    /// <param name="asked">From <see cref="Asks"/> before it was asked.</param>
    public void NothingWaits(long asked)
    {
        lock (_gate)
            _mustGo.NothingWaits(asked);
    }

    /// <summary>What went out so far will not be answered.</summary>
    public void NothingComes()
    {
        lock (_gate)
            _mustGo.Raise();
    }

    /// <summary>Nothing that was planned up to now is executed.</summary>
    /// <param name="why">A <see cref="RefusalKind"/>, of the answers that are still to come.</param>
    public void Drop(string why)
    {
        lock (_gate)
        {
            _rows.Clear();
            _sent.Withdraw(why);
            _mustGo.Raise();
            _era++;
        }
    }

    /// <summary>The server wants the robot to hold: nothing waits any more.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _rows.Clear();
            _mustGo.Raise();
        }
    }

    /// <summary>The robot's task begins anew: timesteps count from 0.</summary>
    /// <returns>Of the observation that says so.</returns>
    public QueueMoment BeginEpisode()
    {
        lock (_gate)
        {
            Drop(RefusalKind.EarlierEpisode);
            _lastExecuted = -1;
            _episode++;
            return Moment();
        }
    }

    /// <summary>An answer came. For one thread.</summary>
    /// <param name="chunk">At least one action.</param>
    /// <param name="unfit">Why it cannot be executed, whatever it answers; null where its actions count on from the
    /// first, are finite, and of the robot's width.</param>
    /// <param name="now">By the run's clock.</param>
    /// <param name="captured">When its observation was asked for; 0 where it has none.</param>
    /// <returns>Why nothing of it is executed; null where it is.</returns>
    public ChunkRefusal? Put(
        IReadOnlyList<TimedAction> chunk, ChunkRefusal? unfit, long now, out long captured)
    {
        long number;
        int era;
        lock (_gate)
        {
            number = _sent.Find(chunk[0].Timestep, chunk[0].Timestamp);
            captured = number < 0 ? 0 : _sent[number].Captured;
            if ((Refuse(chunk, number, now) ?? unfit) is { } refused)
            {
                _mustGo.Raise();
                return refused;
            }
            era = _era;
        }
        // Whoever takes meanwhile takes from what stays as it is here.
        int rows = Math.Min(chunk.Count, options.ActionsPerChunk);
        Mix(chunk, rows);
        lock (_gate)
        {
            _mustGo.Raise();
            if (era != _era)
                return ChunkRefusals.Withdrawn(_sent[number].Withdrawn!);
            return Replace(number, chunk.Count - rows);
        }
    }

    private ChunkRefusal? Refuse(IReadOnlyList<TimedAction> chunk, long number, long now)
    {
        if (number < 0)
            return ChunkRefusals.Foreign(chunk[0]);
        ref SentObservation sent = ref _sent[number];
        bool wasAnswered = sent.IsAnswered;
        sent.IsAnswered = true;
        long age = now - sent.Captured;
        if (sent.Withdrawn is { } why)
            return ChunkRefusals.Withdrawn(why);
        if (wasAnswered)
            return ChunkRefusals.Doubled(chunk[0]);
        if (number < _newestTaken)
            return ChunkRefusals.OutOfOrder(chunk[0]);
        return age > _maximumAge ? ChunkRefusals.TooOld(age, options.MaximumAnswerAge) : null;
    }

    private void Mix(IReadOnlyList<TimedAction> chunk, int rows)
    {
        _spare.Begin(chunk[0].Timestep, rows);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> old = _rows.Find(chunk[i].Timestep);
            if (old.IsEmpty)
                chunk[i].Values.CopyTo(_spare[i]);
            else
                options.Aggregate(old, chunk[i].Values, _spare[i]);
        }
    }

    private ChunkRefusal? Replace(long number, int beyond)
    {
        _spare.PassOver(_lastExecuted);
        if (_spare.Left == 0)
            return ChunkRefusals.Late(_spare, _lastExecuted);
        Dropped += beyond + _spare.Rows - _spare.Left;
        _newestTaken = number;
        _longest = Math.Max(_longest, _spare.Rows);
        (_rows, _spare) = (_spare, _rows);
        return null;
    }

    // Twice what may be answered at all, so that what is older is known for that.
    private static int RingSize(LeRobotClientOptions options) =>
        (int)Math.Clamp(2 * options.Fps * options.MaximumAnswerAge.TotalSeconds, 256, 65536);
}
