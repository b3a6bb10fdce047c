using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Swaps;

/// <summary>
/// The first ticks of a version that is to take over: beside the one that answers, on the same observations, sent to
/// nobody.
/// </summary>
/// <param name="terms">What it is held to.</param>
/// <param name="candidate">Warm; the trial has a place at it while shadows run it.</param>
/// <param name="current">Whose robots are followed.</param>
/// <param name="time">The clock.</param>
internal sealed class SwapTrial(
    TrialTerms terms, PolicyVersion candidate, PolicyVersion current, TimeProvider time) : IShadow
{
    // On top of its deadline, where it has one: what a machine that is busy may take for the rest of a tick.
    private static readonly TimeSpan LongestBusy = TimeSpan.FromSeconds(1);

    // A hiccup of the machine takes no policy's place away, as it takes no deadline.
    private const int LateForgiven = 1;

    private const long None = -1;

    private static readonly Dictionary<ShadowShed, string> ReasonNames =
        Enum.GetValues<ShadowShed>().ToDictionary(reason => reason, reason => reason.ToString());

    private readonly TaskCompletionSource<GatewayError?> _settled =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly ChunkDifference _difference = new(candidate.Policy.ChunkShape.Width);
    private int _ticks;
    private int _late;
    private long _busySince = None;
    private volatile bool _reached;
    private volatile string? _shed;
    private volatile GatewayError? _failed;

    public PolicyVersion Version => candidate;

    /// <summary>
    /// Completes with null after as many good ticks as were asked for, or with what was wrong with one.
    /// </summary>
    public Task<GatewayError?> Settled => _settled.Task;

    /// <summary>Good ones so far.</summary>
    public int Ticks => Volatile.Read(ref _ticks);

    /// <summary>The largest so far, in the robot's units; null where nothing was compared.</summary>
    public double? Difference
    {
        get
        {
            lock (_gate)
                return _difference.Largest;
        }
    }

    /// <summary>Whether a robot ticked at all, whatever became of the tick here.</summary>
    public bool Reached => _reached;

    /// <summary>
    /// Why a tick was last not run; null where all were that came, or only those not that came during a run.
    /// </summary>
    public string? Shed => _shed;

    /// <summary>What the last run failed by, forgiven or not; null after a good one.</summary>
    public GatewayError? Failed => _failed;

    /// <summary>
    /// How long a run is under way that no robot would have waited for; null where none is. Nobody else can tell of one
    /// that does not come back.
    /// </summary>
    public TimeSpan? Hanging
    {
        get
        {
            long since = Volatile.Read(ref _busySince);
            TimeSpan allowed = LongestBusy + (candidate.Policy.Deadline?.Limit ?? TimeSpan.Zero);
            return since != None && time.GetElapsedTime(since) is var busy && busy > allowed ? busy : null;
        }
    }

    /// <summary>Also those that have fallen back from it: what is to mend it is tried on their ticks.</summary>
    public bool Follows(RobotSeats robot)
    {
        if (_settled.Task.IsCompleted
            || (robot.Now.Version != current && robot.Failing?.Published?.Version != current))
        {
            return false;
        }
        // A run may never come back: that a tick was there is known before.
        _reached = true;
        return true;
    }

    void IShadow.Shed(RobotSeats robot, ShadowShed reason)
    {
        _reached = true;
        // One that it is at is run all the same.
        if (reason is ShadowShed.Busy)
        {
            Interlocked.CompareExchange(ref _busySince, time.GetTimestamp(), None);
            return;
        }
        Volatile.Write(ref _busySince, None);
        _shed = ReasonNames[reason];
    }

    public void Seen(RobotSeats robot, in ShadowRun run)
    {
        _reached = true;
        Volatile.Write(ref _busySince, None);
        lock (_gate)
        {
            // What comes while its lane is being stopped changes nothing of what was found.
            if (_settled.Task.IsCompleted)
                return;
            _failed = run.Error;
            if (Judge(run) is { } refused)
                _settled.TrySetResult(refused);
            else if (_ticks >= terms.Ticks)
                _settled.TrySetResult(null);
        }
    }

    private GatewayError? Judge(in ShadowRun run)
    {
        // Where both fail it is the observation's fault, or the machine's: nothing against it, and nothing for it.
        if (run.Error is not null && run.Served.IsEmpty)
            return null;
        if (run.Error is { Code: ErrorCode.DeadlineExceeded } late)
            return ++_late > LateForgiven ? Refuse(late.Code, $"late for the second time: {late.Message}") : null;
        // Its own slots: nobody else can have taken them.
        if (run.Error is { Code: not ErrorCode.Overloaded } failed)
            return Refuse(failed.Code, $"failed: {failed.Message}");
        if (run.Error is not null)
            return null;
        if (FirstNotFinite(run.Chunk) is { } place)
            return Refuse(ErrorCode.Internal, NotFinite(run, place));
        if (!run.Served.IsEmpty)
        {
            _difference.Add(run);
            if (_difference.Last is { } difference && difference > terms.MaximumDifference)
            {
                return Refuse(ErrorCode.InvalidArgument,
                    $"lies {difference:0.######} from what was answered, in the robot's units, where at most"
                    + $" {terms.MaximumDifference:0.######} is allowed (Swaps:MaximumDifference)");
            }
        }
        _ticks++;
        return null;
    }

    private static string NotFinite(in ShadowRun run, int place) =>
        $"holds {run.Chunk[place]} in row {place / run.Width}, position {place % run.Width}";

    private GatewayError Refuse(ErrorCode code, string what) =>
        new(code, $"tick {_ticks + 1} of its trial {what}");

    private static int? FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }
        return null;
    }
}
