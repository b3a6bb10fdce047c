using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Live;

/// <summary>One robot for those who look: who it is and what it was answered last.</summary>
/// <remarks>
/// Its thread calls, for each tick, <see cref="Show"/>, <see cref="Counted"/> and <see cref="Answered"/>, and in the
/// end <see cref="Left"/>; they wait for nobody and, once warm, take nothing of the managed heap. All else is for any
/// thread.
/// </remarks>
internal sealed class LiveRobot
{
    // A message may quote what a peer has sent, up to a megabyte of it.
    private const int MostErrorLetters = 400;

    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private volatile LiveRing? _ring;
    private volatile IReadOnlyList<string> _joints = [];
    private volatile string? _lastError;
    private PolicyVersion? _version;
    private bool _counted;
    private bool _shown;
    private long _leftTicks;

    /// <param name="name">Its own among all that are here.</param>
    /// <param name="wire">What it speaks.</param>
    /// <param name="route">By which it came.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="time">When it came and went.</param>
    /// <param name="pictures">Whether its pictures may be shown.</param>
    public LiveRobot(
        string name, RecordedWire wire, string route, LimitsOptions limits, TimeProvider time, bool pictures)
    {
        (Name, Wire, Route, _limits, _time) = (name, wire, route, limits, time);
        Since = time.GetUtcNow();
        Pictures = pictures ? new LivePictures(time) : null;
    }

    public string Name { get; }

    public RecordedWire Wire { get; }

    public string Route { get; }

    public DateTimeOffset Since { get; }

    /// <summary>Null while it is here.</summary>
    public DateTimeOffset? LeftAt =>
        Volatile.Read(ref _leftTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public LiveCounts Counts { get; } = new();

    /// <summary>Null before its first tick.</summary>
    public LiveRing? Ring => _ring;

    /// <summary>Names of the joints of a row, as its policy has them; empty where it names none.</summary>
    public IReadOnlyList<string> Joints => _joints;

    /// <summary>What its last failed tick failed of; null where none has.</summary>
    public string? LastError => _lastError;

    /// <summary>Null where pictures are not shown.</summary>
    public LivePictures? Pictures { get; }

    /// <summary>Its observation is read, and about to be used up: the last chance to see its pictures.</summary>
    public void Show(Observation observation) => Pictures?.Show(observation);

    /// <summary>A tick has come to something.</summary>
    /// <param name="shown">Whether it told where the robot is: what was read last may be an earlier one's.</param>
    public void Counted(bool shown) => (_counted, _shown) = (true, shown);

    /// <summary>Its answer is out; of what was no tick, as a ping, nothing is kept.</summary>
    /// <param name="answer">Its chunk is still there.</param>
    /// <param name="seats">The robot's.</param>
    /// <param name="measured">Where it was seen.</param>
    /// <param name="beginsEpisode">Whether one began with it.</param>
    /// <param name="timings">Whole.</param>
    /// <param name="at">When the answer was made.</param>
    public void Answered(
        in TickAnswer answer, RobotSeats seats, ReadOnlySpan<float> measured, bool beginsEpisode, TickTimings timings,
        DateTimeOffset at)
    {
        if (!_counted)
            return;
        _counted = false;
        PolicySeat seat = seats.Now;
        LiveRing ring = _ring ?? Begin(seat);
        if (seat.Version != _version)
            Follow(seat);
        var tick = new LiveTick
        {
            At = at,
            Outcome = answer.Outcome,
            Reason = answer.Reason,
            BeginsEpisode = beginsEpisode,
            LateRows = answer.LateRows,
            LimitedRows = answer.LimitedRows,
            Policy = seat.Handle.Name,
            Version = seat.Version.Number,
            InPlaceOf = seats.Failing is { } failing && failing != seat.Handle ? failing.Name : null,
        };
        (tick.Stages[0], tick.Stages[1]) = (timings.Read, timings.Decode);
        (tick.Stages[2], tick.Stages[3]) = (timings.Wait, timings.Resize);
        (tick.Stages[4], tick.Stages[5]) = (timings.Run, timings.Shape);
        (tick.Stages[6], tick.Stages[7]) = (timings.Total, timings.Write);
        if (answer.Error is { } error)
            _lastError = Shorten(error);
        Counts.Add(answer, beginsEpisode);
        ring.Write(ref tick, _shown ? measured : [], answer.Chunk);
    }

    /// <summary>It has gone.</summary>
    public void Left()
    {
        // What it was answered by may be freed from here on, and its memory is not to hang on a list of the past.
        _version = null;
        Volatile.Write(ref _leftTicks, _time.GetUtcNow().UtcTicks);
    }

    private LiveRing Begin(PolicySeat seat) => _ring = new LiveRing(
        _limits.LiveTicks, _limits.LiveRows, Math.Min(seat.Policy.ChunkShape.Width, _limits.LiveJoints));

    private void Follow(PolicySeat seat)
    {
        _version = seat.Version;
        int width = seat.Policy.ChunkShape.Width;
        _joints = seat.Policy.Description.Outputs.Select(output => output.Names)
            .FirstOrDefault(names => names.Count == width) ?? [];
    }

    private static string Shorten(GatewayError error) => error.Message.Length <= MostErrorLetters
        ? error.Message
        : string.Concat(error.Message.AsSpan(0, MostErrorLetters), " …");
}
