using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Plugins;

/// <summary>The C library's signatures that the plugin host needs: who owns a file.</summary>
internal static partial class LibC
{
    public const int CurrentFolder = -100;
    public const int DoNotFollowLinks = 0x100;
    public const uint OwnerAndMode = 0x1 | 0x2 | 0x8; // STATX_TYPE, STATX_MODE, STATX_UID

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>0 where it went well. statx, for its layout is the same on every architecture.</summary>
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int folder, string path, int flags, uint mask, out FileStatus status);
}
