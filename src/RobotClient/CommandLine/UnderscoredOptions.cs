namespace PolicyGate.RobotClient.CommandLine;

/// <summary>LeRobot's users type <c>--server_address</c>: the same as <c>--server-address</c>.</summary>
internal static class UnderscoredOptions
{
    /// <summary>Options with dashes alone; values, and all after <c>--</c>, as they are.</summary>
    public static string[] Normalize(IReadOnlyList<string> arguments)
    {
        string[] normalized = [.. arguments];
        for (int i = 0; i < normalized.Length && normalized[i] != "--"; i++)
        {
            string argument = normalized[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                continue;
            int name = argument.IndexOf('=', StringComparison.Ordinal);
            if (name < 0)
                name = argument.Length;
            normalized[i] = string.Concat(argument[..name].Replace('_', '-'), argument.AsSpan(name));
        }
        return normalized;
    }
}
