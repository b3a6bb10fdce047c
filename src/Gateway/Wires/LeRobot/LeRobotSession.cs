using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>One robot: what it asked for, and what answers it. It outlives its connection for a while.</summary>
internal sealed class LeRobotSession(string name, IPAddress address, string? key)
{
    private readonly Lock _gate = new();
    private ServedRobot? _served;
    private Task<GrpcStatus?>? _resuming;
    private bool _ended;

    /// <summary>Names it in logs.</summary>
    public string Name => name;

    public IPAddress Address => address;

    /// <summary>What the robot's calls name it by; null where its connection does.</summary>
    public string? Key => key;

    /// <summary>Connections that it is called over. Guarded by the sessions' lock.</summary>
    public HashSet<LeRobotPeer> Peers { get; } = [];

    /// <summary>When the last of them was lost, by <see cref="TimeProvider.GetTimestamp"/>. Likewise.</summary>
    public long LostAt { get; set; }

    /// <summary>What it asked for, as it sent it; empty before that. Guarded by the sessions' lock.</summary>
    public ReadOnlyMemory<byte> Instructions { get; set; }

    /// <summary>Null until the robot has given its instructions.</summary>
    public ServedRobot? Served
    {
        get
        {
            lock (_gate)
                return _served;
        }
    }

    /// <summary>The robot begins anew; its policy stays.</summary>
    public void Begin() => Served?.Mailbox.Begin();

    /// <summary>From now on this answers; what did before ends after its tick.</summary>
    public GatewayError? Serve(ServedRobot served)
    {
        ServedRobot? before;
        lock (_gate)
        {
            before = _served;
            if (!_ended)
                _served = served;
        }
        if (_ended)
        {
            served.Stop();
            return new GatewayError(ErrorCode.Unavailable, "the gateway is stopping");
        }
        before?.Stop();
        return null;
    }

    /// <summary>The robot was served by an earlier process: what it asked for then is done again, once.</summary>
    /// <param name="serve">Does it.</param>
    /// <returns>Why it cannot be served now; the next who asks tries again.</returns>
    public Task<GrpcStatus?> ResumeAsync(Func<Task<GrpcStatus?>> serve)
    {
        lock (_gate)
        {
            if (_resuming is null or { IsCompleted: true })
                _resuming = _served is null ? serve() : Task.FromResult<GrpcStatus?>(null);
            return _resuming;
        }
    }

    /// <summary>Ends what answers it; does not wait.</summary>
    /// <returns>What is ending; null where there was none.</returns>
    public ServedRobot? End()
    {
        lock (_gate)
        {
            _ended = true;
            _served?.Stop();
            return _served;
        }
    }
}
