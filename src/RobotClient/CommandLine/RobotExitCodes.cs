namespace PolicyGate.RobotClient.CommandLine;

/// <summary>What a robot's program's exit code means; those of all verbs.</summary>
internal static class RobotExitCodes
{
    public const int Ok = 0;

    /// <summary>The robot could not go on, or was never commanded.</summary>
    public const int Failed = 1;

    /// <summary>Nothing ran: the command line cannot be used.</summary>
    public const int Usage = 2;
}
