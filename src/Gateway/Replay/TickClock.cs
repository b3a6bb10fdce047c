using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>
/// The moments of a session's ticks: those recorded; where none were, those of the robot's own timestamps, as if every
/// tick were answered at once.
/// </summary>
internal sealed class TickClock
{
    // 30 Hz, as the field's robots ask.
    private const long StepNanoseconds = 33_333_333;

    private RecordedClock? _last;

    /// <param name="recorded">Null where there are none.</param>
    /// <param name="timestampNanoseconds">Of the request, since 1970; null where it has none.</param>
    public RecordedClock Next(RecordedClock? recorded, long? timestampNanoseconds)
    {
        RecordedClock next = recorded ?? Make(timestampNanoseconds);
        _last = next;
        return next;
    }

    private RecordedClock Make(long? timestamp)
    {
        if (_last is not { } last)
            return new RecordedClock(0, timestamp ?? 0, 0, timestamp ?? 0);
        long utc = timestamp ?? last.AskedUtc + StepNanoseconds;
        // A robot's clock that goes back, or stands, does not turn ours.
        long asked = last.Asked + (utc > last.AskedUtc ? utc - last.AskedUtc : StepNanoseconds);
        return new RecordedClock(asked, utc, asked, utc);
    }
}
