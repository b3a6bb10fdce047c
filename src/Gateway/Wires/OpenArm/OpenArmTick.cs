using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>From a request line to its answer line.</summary>
internal sealed class OpenArmTick : IDisposable
{
    private readonly RobotSession _session;
    private readonly ArrowObservationReader _reader;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionRecorder? _recorder;
    private readonly RobotShadows? _shadows;
    private OpenArmRequest _request;
    private ServedPolicy _policy;
    private TickAnswer _answer;

    /// <param name="session">The robot's.</param>
    /// <param name="dataRoots">Folders that observations may lie in.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="time">For the timings.</param>
    /// <param name="logger">Told of bugs.</param>
    /// <param name="recorder">Null where the robot is not recorded.</param>
    /// <param name="shadows">Null where nobody ever looks on.</param>
    public OpenArmTick(
        RobotSession session, IReadOnlyList<string> dataRoots, LimitsOptions limits, TimeProvider time, ILogger logger,
        SessionRecorder? recorder = null, RobotShadows? shadows = null)
    {
        (_session, _limits, _time, _logger) = (session, limits, time, logger);
        (_recorder, _shadows) = (recorder, shadows);
        _policy = session.Seats.Now.Policy;
        _request = new OpenArmRequest(_policy.Needs, limits);
        _reader = new ArrowObservationReader(limits, dataRoots, OpenArmNames.CameraPrefix, time);
    }

    /// <summary>What keeps observations from being read: a replay has it of its recording. Null otherwise.</summary>
    public GatewayError? Unread { get; set; }

    /// <summary>Writes exactly one answer, whatever happens.</summary>
    /// <param name="status">Whether there is a line.</param>
    /// <param name="line">The request; changed in place where it is no JSON.</param>
    /// <param name="begun">When its last byte had come.</param>
    /// <param name="writer">Receives the answer.</param>
    /// <returns>What was answered, valid until the next request; null for a ping.</returns>
    public TickAnswer? Answer(LineStatus status, Span<byte> line, long begun, OpenArmAnswerWriter writer)
    {
        _session.Timings.Clear();
        // Now, because the request's bytes may be changed where they are.
        _recorder?.Begin(status is LineStatus.TooLong ? default : line);
        _shadows?.Begin(status is LineStatus.TooLong ? default : line);
        _reader.KeepsFiles = _recorder is { Wants: true } || _shadows is { Wants: true };
        TickAnswer answer;
        try
        {
            if (status is LineStatus.TooLong)
            {
                answer = _session.Fail(TooLong());
            }
            else if (_request.Parse(line) is { } malformed)
            {
                answer = _session.Fail(malformed);
            }
            else if (_request.Kind is OpenArmRequestKind.Ping)
            {
                writer.WritePong(_session.Fault);
                _recorder?.Forget();
                return null;
            }
            else
            {
                answer = Infer(line);
            }
        }
#pragma warning disable CA1031 // A bug of ours costs this tick, not the robot's connection: its node dies with that.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.TickThrew(_logger, _session.Robot, bug);
            answer = _session.Fail(new GatewayError(ErrorCode.Internal,
                $"a bug in the gateway: {bug.GetType().Name}: {bug.Message}; its log has the trace"));
        }
        // Where the policy was not asked after all, the file is still open.
        _session.Observation.Finish();
        _session.Timings.Total = _time.GetTimestamp() - begun;
        writer.Write(answer, _session.Timings);
        _answer = answer;
        return answer;
    }

    /// <summary>The answer is out: who looks on sees it, and what is recorded of it, is.</summary>
    /// <param name="reply">Its line.</param>
    public void HandOn(ReadOnlySpan<byte> reply)
    {
        KeptFile? file = _reader.TakeFile();
        _shadows?.End(new ShadowInput { Answer = _answer, BeginsEpisode = _session.BeganEpisode, File = file });
        if (_recorder is not { Wants: true } recorder)
        {
            ObservationFile.Close(file);
            return;
        }
        recorder.End(new AnsweredTick
        {
            Answer = _answer,
            BeginsEpisode = _session.BeganEpisode,
            Asked = _session.Time.Asked,
            Ran = _session.Time.Now,
            Timings = _session.Timings,
            Reply = reply,
            File = file,
        });
    }

    public void Dispose() => _reader.Dispose();

    private TickAnswer Infer(Span<byte> line)
    {
        if (_session.Begin(_request.Reset, _request.Timestamp) is { } paced)
            return paced;
        do
        {
            if ((FollowSeat(line) ?? Read()) is { } unread)
                return _session.Fail(unread);
        }
        while (_session.Reseat());
        return _session.Answer();
    }

    private GatewayError? Read() => Unread ?? _reader.Open(
        _request.DataPath, _request.Sizes, _session.Observation, _session.Timings, _request.History);

    /// <summary>Another policy answers than before: what it needs of the request may be something else.</summary>
    private GatewayError? FollowSeat(Span<byte> line)
    {
        if (_session.Seats.Now.Policy == _policy)
            return null;
        _policy = _session.Seats.Now.Policy;
        _request = new OpenArmRequest(_policy.Needs, _limits);
        return _request.Parse(line);
    }

    private GatewayError TooLong() => new(ErrorCode.InvalidArgument,
        $"the request line is longer than {_limits.RequestLineBytes} bytes (Limits:RequestLineBytes)");
}
