using System.Globalization;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Admin;

/// <summary>Where an admin socket is made that no path is configured for: a folder of the user's own.</summary>
internal static class AdminPlace
{
    private const string Prefix = "admin-";
    private const string Suffix = ".socket";

    /// <summary>In the order in which they are tried.</summary>
    public static IReadOnlyList<string> Folders()
    {
        List<string> folders = [];
        // systemd's, of a unit with RuntimeDirectory=; the first of several.
        if (Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")?.Split(':')[0] is { Length: > 0 } service)
            folders.Add(service);
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own)
            folders.Add(Path.Combine(own, "policygate"));
        // In a container a user may have a number alone.
        folders.Add(Path.Combine(Path.GetTempPath(), $"policygate-{LibC.GetEffectiveUserId()}", "run"));
        return folders;
    }

    /// <summary>One for each process, so that two gateways of a user have two.</summary>
    public static string In(string folder) => Path.Combine(
        folder, $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}{Suffix}");

    /// <summary>
    /// Makes the folder where it is not there, and removes what gateways that were killed left in it.
    /// </summary>
    /// <returns>Null where it may be used, else why not.</returns>
    public static string? Prepare(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return "there is one on Linux only";
        if (PrivateFolder.Prepare(folder, forCode: false) is { } refusal)
            return refusal;
        try
        {
            foreach (string socket in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                // Of another process that goes this very moment: as good.
                if (SocketFile.At(socket).Kind is SocketFileKind.Socket && IsLeft(socket))
                    File.Delete(socket);
            }
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A read-only file system, say: robots are served all the same.
            return $"{folder} cannot be used: {failure.Message}";
        }
    }

    private static bool IsLeft(string socket)
    {
        string process = Path.GetFileName(socket)[Prefix.Length..^Suffix.Length];
        return !Directory.Exists($"/proc/{process}");
    }
}
