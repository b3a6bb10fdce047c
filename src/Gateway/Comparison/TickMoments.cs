using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Gateway.Comparison;

/// <summary>When a tick was, on the robot's own clock where it tells it: a simulation's is not ours.</summary>
internal sealed class TickMoments
{
    private readonly RequestLine _line = new();

    /// <returns>Nanoseconds from a beginning that does not matter; null where nobody knows.</returns>
    public long? Of(RecordedTick tick)
    {
        if (tick.Wire is RecordedWire.OpenArm)
        {
            _line.Read(tick.Request.Span);
            if (_line.Timestamp is { } timestamp)
                return timestamp;
        }
        return tick.Clock?.Asked;
    }
}
