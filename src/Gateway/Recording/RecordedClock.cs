using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Recording;

/// <summary>The two moments that a session went by in a tick, each by both clocks, in nanoseconds.</summary>
/// <param name="Asked">Monotonic, from a beginning that does not matter.</param>
/// <param name="AskedUtc">Since 1970.</param>
/// <param name="Ran">As <paramref name="Asked"/>; the same where the policy was not run.</param>
/// <param name="RanUtc">As <paramref name="AskedUtc"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedClock(long Asked, long AskedUtc, long Ran, long RanUtc);
