using System.Runtime.InteropServices;

namespace PolicyGate.Bench.Live;

/// <summary>One of a robot's ticks.</summary>
/// <param name="Sent">When, by the bench's clock.</param>
/// <param name="Milliseconds">From its request's first byte until its answer's end was here.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimedTick(long Sent, double Milliseconds);
