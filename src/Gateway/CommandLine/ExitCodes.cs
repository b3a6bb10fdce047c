namespace PolicyGate.Gateway.CommandLine;

/// <summary>What every verb's exit code means; the root's help lists them.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It ran, and went wrong or found something wrong.</summary>
    public const int Failed = 1;

    /// <summary>Nothing ran: the command line or the configuration cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>Nothing of the input, or a policy that is to be compared, can be used.</summary>
    public const int UnusableInput = 3;
}
