using System.Runtime.InteropServices;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Recording;

/// <summary>One robot's ticks, on their way to the recorder. Used by the robot's thread.</summary>
/// <remarks>
/// For each request: <see cref="Begin"/>, before anything changes its bytes; when the answer is out, <see cref="End"/>.
/// It never waits and, once warm, takes nothing of the managed heap.
/// </remarks>
internal sealed class SessionRecorder
{
    private readonly TickRecorder _recorder;
    private readonly RouteRecordingConfig _config;
    private readonly RobotSeats _seats;
    private readonly Func<PolicySeat, RouteRecorder> _routeOf;
    private readonly string _name;
    private readonly RecordedWire _wire;
    private RecordedSession _session;
    private PolicyVersion _version;
    private byte[] _request = new byte[4096];
    private int _requestBytes;
    private ulong _firstRun;
    private long _tick = -1;

    /// <param name="recorder">Takes the ticks.</param>
    /// <param name="config">Which of them.</param>
    /// <param name="name">The session's, its own in the recording.</param>
    /// <param name="wire">What the robot speaks.</param>
    /// <param name="seats">The session's.</param>
    /// <param name="routeOf">Where the ticks of a seat are written: each policy's are a recorded route.</param>
    public SessionRecorder(
        TickRecorder recorder, RouteRecordingConfig config, string name, RecordedWire wire, RobotSeats seats,
        Func<PolicySeat, RouteRecorder> routeOf)
    {
        (_recorder, _config, _seats, _routeOf, _name, _wire) = (recorder, config, seats, routeOf, name, wire);
        _version = seats.Now.Version;
        _session = new RecordedSession(routeOf(seats.Now), name, wire);
    }

    /// <summary>Whether the tick under way may be recorded; what it comes to may still decide against it.</summary>
    public bool Wants { get; private set; }

    /// <summary>A request has come.</summary>
    /// <param name="request">Its bytes; copied.</param>
    public void Begin(ReadOnlySpan<byte> request)
    {
        _tick++;
        _firstRun = _seats.Now.Runs.Number;
        Wants = _tick % _config.Every == 0;
        if (!Wants)
            return;
        if (_request.Length < request.Length)
            _request = new byte[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)request.Length)];
        request.CopyTo(_request);
        _requestBytes = request.Length;
    }

    /// <summary>It was no tick after all.</summary>
    public void Forget()
    {
        _tick--;
        Wants = false;
    }

    /// <summary>The answer is out: the tick goes to the recorder, where it is wanted and there is room.</summary>
    /// <param name="tick">Its file is the recorder's from here on.</param>
    public void End(in AnsweredTick tick)
    {
        if (!Wants || !IsWanted(tick.Answer))
        {
            ObservationFile.Close(tick.File);
            return;
        }
        FollowSeat();
        PolicyRuns runs = _seats.Now.Runs;
        bool ran = runs.Number > _firstRun;
        ReadOnlySpan<byte> raw = ran && runs.Answered ? MemoryMarshal.AsBytes(runs.Raw.Values) : default;
        ReadOnlySpan<byte> chunk = tick.Answer.Chunk is { } rows ? MemoryMarshal.AsBytes(rows.Values) : default;
        long bytes = (long)_requestBytes + tick.Observation.Length + tick.Reply.Length + raw.Length + chunk.Length;
        TickRecord? record = bytes <= Array.MaxLength ? _recorder.Rent((int)bytes, tick.File?.Bytes ?? 0) : null;
        if (record is null)
        {
            ObservationFile.Close(tick.File);
            _recorder.Lost(_session.Route.Name, LostTick.NoRoom);
            return;
        }
        Span<byte> memory = record.Memory;
        record.RequestBytes = Copy(_request.AsSpan(0, _requestBytes), ref memory);
        record.ObservationBytes = CopyOrNone(tick.Observation, ref memory);
        record.ReplyBytes = CopyOrNone(tick.Reply, ref memory);
        record.RawBytes = CopyOrNone(raw, ref memory);
        record.ChunkBytes = CopyOrNone(chunk, ref memory);
        record.Run = ran ? (long)_firstRun : null;
        Fill(record, tick);
        _recorder.Post(record);
    }

    private void FollowSeat()
    {
        if (_seats.Now.Version == _version)
            return;
        _version = _seats.Now.Version;
        _session = new RecordedSession(_routeOf(_seats.Now), _name, _wire);
    }

    private bool IsWanted(in TickAnswer answer) => _config.Only switch
    {
        RecordedTicks.Failures => answer.Error is not null,
        RecordedTicks.GuardHits => answer.LimitedRows > 0 || answer.Reason is TickReason.BeyondLimits,
        _ => true,
    };

    private void Fill(TickRecord record, in AnsweredTick tick)
    {
        TickAnswer answer = tick.Answer;
        record.Session = _session;
        record.Tick = _tick;
        record.BeginsEpisode = tick.BeginsEpisode;
        (record.Asked, record.Ran) = (tick.Asked, tick.Ran);
        (record.Outcome, record.Reason, record.Error) = (answer.Outcome, answer.Reason, answer.Error?.Message);
        (record.LateRows, record.LimitedRows) = (answer.LateRows, answer.LimitedRows);
        record.IntervalNanoseconds = answer.Chunk?.IntervalNanoseconds;
        record.File = tick.File;
        TickTimings timings = tick.Timings;
        long[] into = record.Timings;
        (into[0], into[1], into[2], into[3]) = (timings.Read, timings.Decode, timings.Wait, timings.Resize);
        (into[4], into[5], into[6], into[7]) = (timings.Run, timings.Shape, timings.Total, timings.Write);
    }

    private static int CopyOrNone(ReadOnlySpan<byte> bytes, ref Span<byte> memory) =>
        bytes.IsEmpty ? TickRecord.None : Copy(bytes, ref memory);

    private static int Copy(ReadOnlySpan<byte> bytes, ref Span<byte> memory)
    {
        bytes.CopyTo(memory);
        memory = memory[bytes.Length..];
        return bytes.Length;
    }
}
