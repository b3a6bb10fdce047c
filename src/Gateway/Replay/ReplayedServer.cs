using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>A policy server, ours or another, that is asked as its robots would.</summary>
internal sealed class ReplayedServer(ServerAddress address, bool pace, TimeProvider time) : IPlayerSource
{
    public DifferentParts Compared => DifferentParts.Outcome | DifferentParts.Chunk;

    public bool Remembers(string route) => true;

    public GatewayError? Open(RecordedTick first, out ITickPlayer? player)
    {
        player = null;
        RecordedWire spoken = address.Socket is null ? RecordedWire.LeRobot : RecordedWire.OpenArm;
        if (first.Wire != spoken)
        {
            return new GatewayError(ErrorCode.Unsupported,
                $"session '{first.Session}' spoke {first.Wire}, and {address} speaks {spoken}");
        }
        player = address.Socket is { } socket
            ? new OpenArmServerPlayer(socket, pace, time)
            : new LeRobotServerPlayer(address.EndPoint!);
        return null;
    }

    public void Dispose()
    {
        // Each player has a connection of its own.
    }
}
