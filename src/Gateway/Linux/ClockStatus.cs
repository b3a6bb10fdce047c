using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Linux;

/// <summary><c>struct timex</c> on 64-bit Linux: the members that are read. All zero, it changes nothing.</summary>
[StructLayout(LayoutKind.Explicit, Size = 208)]
internal struct ClockStatus
{
    /// <summary>STA_UNSYNC of <c>Status</c>.</summary>
    public const int Unsynchronised = 0x40;

    [FieldOffset(24)]
    public long MaximumErrorMicroseconds;

    [FieldOffset(40)]
    public int Status;
}
