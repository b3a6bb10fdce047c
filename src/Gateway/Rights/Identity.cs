using System.Runtime.InteropServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>User and groups of the thread that calls, and of what it starts.</summary>
internal static class Identity
{
    private static readonly (nint SetGroups, nint SetUserIds, nint SetGroupIds) Numbers =
        RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (116, 117, 119),
            Architecture.Arm64 => (159, 147, 149),
            Architecture other => throw new PlatformNotSupportedException($"setresuid has no known number on {other}."),
        };

    /// <returns>False where the system refuses; the last error says why.</returns>
    public static bool ClearGroups() => LibC.Call(Numbers.SetGroups, 0, 0, 0) == 0;

    /// <summary>Real, effective and saved.</summary>
    /// <returns>False where the system refuses.</returns>
    public static bool SetGroup(uint id) => LibC.Call(Numbers.SetGroupIds, (nint)id, (nint)id, (nint)id) == 0;

    /// <summary>Real, effective and saved; from root's to another's, capabilities go with it.</summary>
    /// <returns>False where the system refuses.</returns>
    public static bool SetUser(uint id) => LibC.Call(Numbers.SetUserIds, (nint)id, (nint)id, (nint)id) == 0;
}
