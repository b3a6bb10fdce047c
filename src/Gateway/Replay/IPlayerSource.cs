using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>What ticks are played on: policies in this process, or a server.</summary>
internal interface IPlayerSource : IDisposable
{
    /// <summary>What of a played tick is known.</summary>
    DifferentParts Compared { get; }

    /// <summary>Whether answers go by earlier ticks of the episode, as far as is known.</summary>
    bool Remembers(string route);

    /// <summary>A player at the beginning of a session.</summary>
    /// <param name="first">The first tick that it will play.</param>
    /// <param name="player">Null where an error is returned.</param>
    GatewayError? Open(RecordedTick first, out ITickPlayer? player);
}
