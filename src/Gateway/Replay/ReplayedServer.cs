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
        return new GatewayError(ErrorCode.Unsupported, $"{address} {pace} {time}");
    }

    public void Dispose()
    {
    }
}
