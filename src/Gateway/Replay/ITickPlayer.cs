using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>One robot's session, fed from a recording: all the way from a request's bytes to its answer's.</summary>
internal interface ITickPlayer : IDisposable
{
    /// <summary>Answers as the gateway would have, at the recorded moments.</summary>
    /// <returns>Good until the next.</returns>
    PlayedTick Play(RecordedTick tick);
}
