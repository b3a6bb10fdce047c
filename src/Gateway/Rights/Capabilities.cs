using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>The capabilities of the thread that calls: the kernel has them by thread, unlike user and group.</summary>
internal static unsafe class Capabilities
{
    // _LINUX_CAPABILITY_VERSION_3: two words a set.
    private const uint Version = 0x20080522;
    private const int SetWords = 6;

    // A set has 64 bits; numbers that the kernel does not know it refuses.
    private const int Numbers = 64;

    /// <summary>What a program that is started could be given at most: nothing, where that may be said.</summary>
    public static void ClearBounds()
    {
        for (nuint number = 0; number < Numbers; number++)
            _ = LibC.ProcessControl(LibC.PR_CAPBSET_DROP, number, 0, 0, 0);
        _ = LibC.ProcessControl(LibC.PR_CAP_AMBIENT, LibC.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    }

    /// <summary>None any more.</summary>
    /// <returns>What the system says against it; null where it is done.</returns>
    public static string? Clear()
    {
        uint* header = stackalloc uint[2] { Version, 0 };
        uint* sets = stackalloc uint[SetWords] { 0, 0, 0, 0, 0, 0 };
        return LibC.SetCapabilities(header, sets) == 0 ? null : $"capset: {Marshal.GetLastPInvokeErrorMessage()}";
    }
}
