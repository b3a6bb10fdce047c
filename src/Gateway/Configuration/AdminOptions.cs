namespace PolicyGate.Gateway.Configuration;

/// <summary>The socket by which <c>policygate policies</c> reaches a running gateway, as bound.</summary>
internal sealed class AdminOptions
{
    /// <summary>
    /// Whether there is one. True: its file is open to the gateway's own user and to root alone, who could do whatever
    /// they like to the process without it.
    /// </summary>
    public bool On { get; set; } = true;

    /// <summary>
    /// Its path. By default a name of the process' own in the first of these folders that can be used:
    /// <c>$RUNTIME_DIRECTORY</c>, <c>$XDG_RUNTIME_DIR/policygate</c>, <c>/tmp/policygate-USER/run</c>.
    /// </summary>
    [PathSetting]
    public string? Socket { get; set; }
}
