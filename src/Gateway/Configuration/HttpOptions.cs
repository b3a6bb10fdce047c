namespace PolicyGate.Gateway.Configuration;

/// <summary>The endpoint for those who watch the gateway, as bound. It answers no robots.</summary>
internal sealed class HttpOptions
{
    /// <summary>
    /// <c>HOST:PORT</c>, or several with <c>;</c> between; the host an IP address or <c>localhost</c>, the port 9464
    /// where none is named. Nothing listens without it.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>Whether an endpoint may be anything but loopback: it has neither encryption nor passwords.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Subnets that are answered, as <c>192.168.7.0/24</c>; loopback always is.</summary>
    public List<string> AllowedSubnets { get; } = [];

    /// <summary>
    /// Names that it may be asked by, as <c>gateway</c>, beside <c>localhost</c> and any IP address. A page from
    /// elsewhere that a browser was led here with asks by a name of its own.
    /// </summary>
    public List<string> AllowedHosts { get; } = [];

    /// <summary>
    /// A file with the token that swaps and rollbacks are asked with, readable by its owner alone (mode 0600 or 0400).
    /// Without it nothing can be changed over HTTP.
    /// </summary>
    [PathSetting]
    public string? TokenFile { get; set; }

    /// <summary>
    /// Whether the last pictures of robots' cameras are shown. Off: they show where people live and work, and whoever
    /// reaches the endpoint sees them.
    /// </summary>
    public bool Pictures { get; set; }
}
