using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <summary><c>struct timespec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec(TimeSpan time)
{
    public long Seconds = time.Ticks / TimeSpan.TicksPerSecond;

    public long Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
}
