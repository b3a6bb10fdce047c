using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Gateway.Replay;

/// <summary>A LeRobot robot on the real wire.</summary>
internal sealed class LeRobotServerPlayer(string address) : ITickPlayer
{
    // Of an answer; a server that is asked on purpose is no stranger.
    private static readonly PickleLimits Limits = new(64 << 20, 1 << 22, 64, 1 << 20);

    private readonly LeRobotConnection _connection = new(address);
    private readonly PlayedTick _played = new();
    private byte[] _instructions = [];

    /// <exception cref="IOException">The server has gone, or refuses.</exception>
    public PlayedTick Play(RecordedTick tick)
    {
        Ask(tick).GetAwaiter().GetResult();
        return _played;
    }

    public void Dispose() => _connection.Dispose();

    private async Task Ask(RecordedTick tick)
    {
        bool first = !tick.Request.Span.SequenceEqual(_instructions);
        if (first || tick.BeginsEpisode)
            await _connection.ReadyAsync();
        if (first)
        {
            _instructions = tick.Request.ToArray();
            // One that was refused is a tick of its own; what can be read of it is sent.
            _ = DataMessage.Read(_instructions, out ReadOnlyMemory<byte> pickle);
            await _connection.InstructAsync(pickle);
        }
        if (tick.Observation.IsEmpty)
        {
            Take([], new GatewayError(ErrorCode.NotFound, "the recording does not have this observation"));
            return;
        }
        try
        {
            await _connection.ObserveAsync(tick.Observation);
            _played.Reply = await _connection.GetActionsAsync();
        }
        catch (IOException refused) when (refused.InnerException is null)
        {
            // The call came to an end, with a status that says why.
            Take([], new GatewayError(ErrorCode.Internal, refused.Message));
            return;
        }
        GatewayError? error = Read(out IReadOnlyList<TimedAction> actions);
        Take(actions, error);
    }

    private GatewayError? Read(out IReadOnlyList<TimedAction> actions)
    {
        actions = [];
        if (_played.Reply.IsEmpty)
            return new GatewayError(ErrorCode.NotFound, "the server had no actions for this observation");
        return TimedActionsReader.Read(_played.Reply, Limits, out actions) is { } fault
            ? new GatewayError(ErrorCode.Internal, fault.Message)
            : null;
    }

    private void Take(IReadOnlyList<TimedAction> actions, GatewayError? error)
    {
        float[] chunk = [.. actions.SelectMany(action => action.Values)];
        _played.Chunk = chunk;
        _played.Width = actions.Count == 0 ? 0 : actions[0].Values.Length;
        _played.Error = error;
        _played.Outcome = chunk.Length == 0 ? TickOutcome.Skip : TickOutcome.Chunk;
    }
}
