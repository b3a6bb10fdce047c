using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient.OpenArm;
using PolicyGate.RobotClient.OpenArm.Drive;
using RecordedTick = PolicyGate.Gateway.Recording.RecordedTick;

namespace PolicyGate.Gateway.Replay;

/// <summary>An OpenArm robot on the real wire: a socket, and files in a folder of its own.</summary>
internal sealed class OpenArmServerPlayer : ITickPlayer
{
    private const int AnswerBytes = 16 << 20;

    // As many as the stock node keeps.
    private const int KeptFiles = 5;

    // The first answer waits until the policy is loaded.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DriveConnection _connection;
    private readonly ObservationFolder _folder = new(parent: null, KeptFiles);
    private readonly RequestLine _line = new();
    private readonly OpenArmAnswerParser _answer = new();
    private readonly PlayedTick _played = new();
    private readonly KeptMemory<byte> _request = new();
    private readonly KeptMemory<byte> _reply = new();
    private readonly KeptMemory<float> _chunk = new();
    private readonly bool _paced;
    private readonly TimeProvider _time;

    /// <param name="socket">The server's.</param>
    /// <param name="paced">
    /// Whether observations are as old as they were when they were sent; else they are made now.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OpenArmException">Nobody listens there.</exception>
    public OpenArmServerPlayer(string socket, bool paced, TimeProvider time)
    {
        (_paced, _time) = (paced, time);
        _connection = DriveConnection.Connect(socket, Patience, AnswerBytes);
    }

    /// <exception cref="OpenArmException">The server has gone.</exception>
    public PlayedTick Play(RecordedTick tick)
    {
        _line.Read(tick.Request.Span);
        JsonEncodedText? path = tick.Observation.IsEmpty
            ? null
            : JsonEncodedText.Encode(_folder.Write(tick.Observation.Span));
        Memory<byte> line = _line.Write(path, Timestamp(tick));
        ReadOnlyMemory<byte> request = _request.Fill([.. line.Span, (byte)'\n']);
        _played.Reply = _reply.Fill(_connection.Ask(request.Span));
        Take();
        return _played;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    private long? Timestamp(RecordedTick tick)
    {
        if (_line.Timestamp is not { } recorded)
            return null;
        long now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return _paced && tick.Clock is { } clock ? recorded + now - clock.AskedUtc : now;
    }

    private void Take()
    {
        _played.Error = null;
        try
        {
            _answer.Parse(_played.Reply.Span);
            if (_answer.Error is { } error)
                _played.Error = new GatewayError(CodeOf(error.Code), error.Message);
        }
        catch (OpenArmException malformed)
        {
            _answer.Chunk.Clear();
            _played.Error = new GatewayError(ErrorCode.Internal, malformed.Message);
        }
        OpenArmChunk chunk = _answer.Chunk;
        _played.Chunk = _chunk.Fill(chunk.Values);
        (_played.Width, _played.IntervalNanoseconds) = (chunk.Width, chunk.IntervalNanoseconds);
        // Rows beside an error are a hold; that is how our own gateway stops a robot.
        _played.Outcome = chunk.Rows == 0 ? TickOutcome.Skip
            : _played.Error is null ? TickOutcome.Chunk
            : TickOutcome.Hold;
    }

    private static ErrorCode CodeOf(string code) =>
        Enum.TryParse(code, out ErrorCode known) ? known : ErrorCode.Internal;
}
