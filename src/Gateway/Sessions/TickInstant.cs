using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Sessions;

/// <summary>A moment by both clocks.</summary>
/// <param name="Timestamp">Of <see cref="TimeProvider.GetTimestamp"/>: for what lies between two moments.</param>
/// <param name="Utc">The wall's: for what a robot says of its own.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TickInstant(long Timestamp, DateTimeOffset Utc)
{
    public static TickInstant Of(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow());
}
