using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Rights;

/// <summary>Sees to it that a policy's folder can be read by the user that the gateway becomes.</summary>
internal sealed class PolicyAccess(FileOwner user, LimitsOptions limits, ILogger logger)
{
    // A checkpoint has some ten files; beyond this the user's reading is left to show what is missing.
    private const int MaximumEntries = 10_000;
    private const int ShownPaths = 3;

    private const uint OthersRead = 0x4; // o+r
    private const uint GroupReads = 0x20; // g+r
    private const uint OthersEnter = 0x1; // o+x
    private const uint GroupEnters = 0x8; // g+x

    /// <summary>Adds permission to read where it is missing and may be added.</summary>
    /// <returns>What is needed and cannot be read all the same.</returns>
    public GatewayError? Provide(PolicyConfig policy)
    {
        if (!Directory.Exists(policy.Folder))
            return null;
        string[] closed = Closed([policy.Folder, .. Entries(policy.Folder)]);
        if (closed.Length == 0)
            return null;
        // From the top: what lies in a folder that was closed may be open by itself.
        foreach (string path in closed)
            Open(path);
        string[] left = Closed(closed);
        string[] opened = [.. closed.Except(left)];
        if (opened.Length > 0)
            Log.MadeReadable(logger, user.User, Show(opened), policy.Name);
        if (left.Length == 0)
            return null;
        string[] needed = [.. left.Where(Needed(policy))];
        if (needed.Length == 0)
        {
            Log.LeftUnreadable(logger, user.User, Show(left), policy.Name);
            return null;
        }
        return new GatewayError(ErrorCode.Unavailable,
            $"policy '{policy.Name}': user {user.User}, the robot's, cannot read {Show(needed)}, and its permissions"
            + " cannot be changed from here; on the host: chmod -R a+rX on the policy's folder, or chown it to user"
            + $" {user.User}");
    }

    private static IEnumerable<string> Entries(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Device,
            IgnoreInaccessible = true,
            MaxRecursionDepth = 8,
        };
        // Links to folders are not gone into.
        return Directory.EnumerateFileSystemEntries(folder, "*", options).Take(MaximumEntries);
    }

    private string[] Closed(string[] paths) =>
        Probe.As(user, () => paths.Where(path => !Probe.CanRead(path)).ToArray());

    private unsafe void Open(string path)
    {
        const uint Mask = LibC.STATX_TYPE | LibC.STATX_MODE | LibC.STATX_GID;
        using var handle = new SafeFileHandle(LibC.Open(path, LibC.OpenFlags), ownsHandle: true);
        int descriptor = (int)handle.DangerousGetHandle();
        byte nothing = 0;
        FileStatus status = default;
        if (handle.IsInvalid || LibC.StatX(descriptor, &nothing, LibC.AT_EMPTY_PATH, Mask, &status) != 0)
            return;
        int kind = status.Mode & LibC.S_IFMT;
        if (kind is not LibC.S_IFDIR and not LibC.S_IFREG)
            return;
        bool isGroup = status.Group == user.Group;
        uint added = isGroup ? GroupReads : OthersRead;
        if (kind is LibC.S_IFDIR)
            added |= isGroup ? GroupEnters : OthersEnter;
        _ = LibC.ChangeMode(descriptor, (uint)(status.Mode & ~LibC.S_IFMT) | added);
    }

    /// <summary>The folder, what describes the policy, its model, and what lies beside it by that name.</summary>
    private Func<string, bool> Needed(PolicyConfig policy)
    {
        string? model = null;
        if (PolicyFolderReader.Read(policy.Folder, limits, errors: []) is { } description)
            _ = ModelFiles.Choose(description, policy.Backend, out model);
        return path => path == policy.Folder || path.EndsWith(".json", StringComparison.Ordinal)
            || model is null || path.StartsWith(model, StringComparison.Ordinal);
    }

    private static string Show(string[] paths) => paths.Length <= ShownPaths
        ? string.Join(", ", paths)
        : $"{string.Join(", ", paths.Take(ShownPaths))} and {paths.Length - ShownPaths} more";
}
