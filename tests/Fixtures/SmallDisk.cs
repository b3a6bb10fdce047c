using System.Diagnostics;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A file system of a few bytes, in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");

    public SmallDisk(int kibibytes)
    {
        Directory.CreateDirectory(Path);
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "none", Path).ShouldBe(0);
    }

    /// <summary>Why there can be none, and how to make it possible; null where there can.</summary>
    public static string? WhyMissing { get; } = Try();

    public string Path => _folder.PathOf("disk");

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static string? Try()
    {
        const string Mend = "no file system can be mounted here: run the tests as root, with CAP_SYS_ADMIN";
        try
        {
            using var folder = new ScratchFolder("policygate-test-");
            if (Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.Path) != 0)
                return Mend;
            return Run("umount", "-l", folder.Path) == 0 ? null : Mend;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Mend;
        }
    }

    private static int Run(params string[] command)
    {
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
