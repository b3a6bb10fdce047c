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

    /// <summary>
    /// Whether further groups can be given up at all. Not in a user's own namespace: they are that user's there, not
    /// root's (man 7 user_namespaces).
    /// </summary>
    public static bool MayClearGroups { get; } = !IsDenied("/proc/self/setgroups");

    /// <returns>False where the system refuses; the last error says why.</returns>
    public static bool ClearGroups() => !MayClearGroups || LibC.Call(Numbers.SetGroups, 0, 0, 0) == 0;

    /// <summary>Real, effective and saved.</summary>
    /// <returns>False where the system refuses.</returns>
    public static bool SetGroup(uint id) => LibC.Call(Numbers.SetGroupIds, (nint)id, (nint)id, (nint)id) == 0;

    /// <summary>Real, effective and saved; from root's to another's, capabilities go with it.</summary>
    /// <returns>False where the system refuses.</returns>
    public static bool SetUser(uint id) => LibC.Call(Numbers.SetUserIds, (nint)id, (nint)id, (nint)id) == 0;

    private static bool IsDenied(string file) =>
        File.Exists(file) && File.ReadAllText(file).StartsWith("deny", StringComparison.Ordinal);
}
