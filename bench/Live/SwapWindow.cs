using System.Runtime.InteropServices;

namespace PolicyGate.Bench.Live;

/// <summary>A stretch of a run, by the bench's clock.</summary>
/// <param name="From">When a swap was asked for; or a moment at which nothing was.</param>
/// <param name="To">A while after robots came to it; or as long after.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SwapWindow(long From, long To)
{
    public bool Holds(TimedTick tick) => tick.Sent >= From && tick.Sent < To;
}
