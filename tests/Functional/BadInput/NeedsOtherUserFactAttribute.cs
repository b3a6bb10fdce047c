using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>A fact that needs the gateway to run as nobody: root's open is never denied.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsOtherUserFactAttribute : FactAttribute
{
    private const string Setpriv = "/usr/bin/setpriv";

    public NeedsOtherUserFactAttribute()
    {
        if (Environment.UserName != "root")
            Skip = "needs root, to run the gateway as another user than the robot's: sudo ./test";
        else if (!File.Exists(Setpriv))
            Skip = $"needs {Setpriv}: apt-get install -y util-linux";
        else if (!OthersReach(GatewayProcess.Executable))
            Skip = $"another user cannot come to {GatewayProcess.Executable}: chmod o+x its folders";
    }

    /// <summary>In front of a command, runs it as nobody.</summary>
    public static IReadOnlyList<string> Launcher { get; } =
        [Setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"];

    private static bool OthersReach(string path)
    {
        for (string? part = path; part is not null; part = Path.GetDirectoryName(part))
        {
            if (!File.GetUnixFileMode(part).HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }
}
