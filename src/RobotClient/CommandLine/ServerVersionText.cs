using System.Globalization;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>LeRobot's version, as <c>0.3</c>, <c>0.3.3</c>, <c>0.4.4</c>.</summary>
internal static class ServerVersionText
{
    /// <returns>Null for what is no version, or is before asynchronous inference.</returns>
    public static LeRobotVersion? Read(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length is < 2 or > 3 || !parts.All(part => TryRead(part, out _)))
            return null;
        _ = TryRead(parts[0], out int major);
        _ = TryRead(parts[1], out int minor);
        return (major, minor) switch
        {
            (0, < 3) => null,
            (0, 3) => LeRobotVersion.V03,
            _ => LeRobotVersion.Current,
        };
    }

    private static bool TryRead(string part, out int number) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
