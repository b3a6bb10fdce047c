using PolicyGate.Formats;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Replay;

/// <summary>An OpenArm robot's session: from the line and the file to the answer's line, as the wire does it.</summary>
internal sealed class OpenArmPlayer : ITickPlayer
{
    private readonly PlayerOptions _options;
    private readonly ServedPolicy _policy;
    private readonly RobotConfig? _limits;
    private readonly ScratchFolder _folder;
    private readonly ObservationSlot _slot;
    private readonly ReplayedTime _time;
    private readonly TickClock _clock = new();
    private readonly RequestLine _line = new();
    private readonly OpenArmAnswerWriter _writer;
    private readonly PlayedTick _played = new();
    private readonly KeptMemory<float> _chunk = new();
    private readonly KeptMemory<float> _raw = new();
    private readonly KeptMemory<float> _position = new();
    private readonly KeptMemory<byte> _reply = new();
    private RobotSession? _session;
    private OpenArmTick? _tick;

    /// <param name="options">How it plays.</param>
    /// <param name="policy">Answers; stays the caller's.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    /// <param name="folder">Gets the observations' file.</param>
    /// <param name="number">Tells the player from others with the same folder.</param>
    public OpenArmPlayer(
        PlayerOptions options, ServedPolicy policy, RobotConfig? limits, ScratchFolder folder, int number)
    {
        (_options, _policy, _limits, _folder) = (options, policy, limits, folder);
        _slot = new ObservationSlot(folder, number);
        _time = new ReplayedTime(options.Services.Time);
        // How long each stage took is no part of an answer that can be compared.
        _writer = new OpenArmAnswerWriter(timing: false, options.Services.Time);
    }

    public PlayedTick Play(RecordedTick tick)
    {
        SessionServices services = _options.Services;
        _line.Read(tick.Request.Span);
        _time.Next(_clock.Next(tick.Clock, _line.Timestamp));
        // Not sooner: a session begins with its first request, and by its clock.
        _session ??= new RobotSession(
            tick.Session, Route.To(tick.Route, _policy), _limits, services, _time);
        _tick ??= new OpenArmTick(
            _session, [_folder.Path], services.Limits, services.Time, services.Logger);
        Prepare(tick, _session, _tick);
        Span<byte> line = _line.Write(tick.Observation.IsEmpty ? null : _slot.JsonPath).Span;
        // What was too long was thrown away.
        bool tooLong = tick.Request.IsEmpty && tick.Error?.Contains(nameof(services.Limits.RequestLineBytes)) == true;
        LineStatus status = tooLong ? LineStatus.TooLong : LineStatus.Line;
        TickAnswer? answer = _tick.Answer(status, line, services.Time.GetTimestamp(), _writer);
        if (answer is { Error: not null } failed)
            answer = RestorePath(failed, _session);
        Take(answer ?? new TickAnswer(TickOutcome.Skip, Chunk: null, TickReason.None, Error: null), _session);
        return _played;
    }

    public void Dispose()
    {
        _tick?.Dispose();
        _session?.Dispose();
        _writer.Dispose();
        _slot.Dispose();
    }

    /// <summary>What comes from outside is as it was: the observation, the seed, what failed.</summary>
    private void Prepare(RecordedTick tick, RobotSession session, OpenArmTick played)
    {
        if (!tick.Observation.IsEmpty)
            _slot.Fill(tick.Observation.Span);
        // Also where ticks before are missing, or were not inferred: the same tick draws the same numbers.
        if (tick.Run is { } run)
            session.Runs.Number = (ulong)run;
        session.Runs.Prevented = _options.RepeatsFailures ? RecordedFailures.OfRunning(tick) : null;
        session.Runs.Raw.Resize(0, 0);
        played.Unread = RecordedFailures.OfReading(tick);
    }

    /// <summary>A message names the observation's file: by the path that the robot had for it.</summary>
    private TickAnswer RestorePath(TickAnswer failed, RobotSession session)
    {
        if (_line.Path is not { } path || !failed.Error!.Message.Contains(_slot.Path, StringComparison.Ordinal))
            return failed;
        string message = failed.Error.Message.Replace(_slot.Path, Printable.Text(path), StringComparison.Ordinal);
        TickAnswer restored = failed with { Error = failed.Error with { Message = message } };
        _writer.Write(restored, session.Timings);
        return restored;
    }

    private void Take(in TickAnswer answer, RobotSession session)
    {
        (_played.Outcome, _played.Reason, _played.Error) = (answer.Outcome, answer.Reason, answer.Error);
        _played.HasRun = session.Runs.Raw.Rows > 0;
        _played.Raw = _raw.Fill(session.Runs.Raw.Values);
        _played.Position = _position.Fill(_played.HasRun ? session.Observation.Position : []);
        _played.Chunk = _chunk.Fill(answer.Chunk is { } chunk ? chunk.Values : []);
        _played.Width = _policy.ChunkShape.Width;
        _played.IntervalNanoseconds = answer.Chunk?.IntervalNanoseconds ?? 0;
        (_played.LateRows, _played.LimitedRows) = (answer.LateRows, answer.LimitedRows);
        _played.Reply = _reply.Fill(_writer.Line);
        _played.Timings.CopyFrom(session.Timings);
    }
}
