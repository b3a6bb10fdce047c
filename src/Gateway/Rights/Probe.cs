using System.Runtime.ExceptionServices;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>Tries things with another user's rights, on a thread that has them to its end.</summary>
internal static class Probe
{
    /// <summary>Calls it on a thread that opens files as this user, without other groups or capabilities.</summary>
    public static T As<T>(FileOwner user, Func<T> trial)
    {
        T? result = default;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                _ = Identity.ClearGroups();
                _ = LibC.SetFileGroup(user.Group);
                _ = LibC.SetFileUser(user.User);
                _ = Capabilities.Clear();
                result = trial();
            }
#pragma warning disable CA1031 // Thrown again by who asked.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                thrown = ExceptionDispatchInfo.Capture(failure);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result!;
    }

    /// <summary>Whether a file can be read, or a folder listed and entered, by the thread that asks.</summary>
    public static bool CanRead(string path)
    {
        int descriptor = LibC.Open(path, LibC.OpenThroughLinks);
        if (descriptor < 0)
            return false;
        _ = LibC.Close(descriptor);
        return !Directory.Exists(path) || LibC.Open(Path.Combine(path, "."), LibC.OpenThroughLinks) is var inside
            && inside >= 0 && LibC.Close(inside) == 0;
    }
}
