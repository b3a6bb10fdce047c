using System.Net;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Where the gateway may be watched, by whom, and by which names it may be asked.</summary>
internal sealed record HttpConfig(
    IReadOnlyList<IPEndPoint> EndPoints, PeerSubnets Allowed, IReadOnlySet<string> HostNames)
{
    /// <summary>What changes are asked with; null where nothing can be changed.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Whether robots' pictures are shown.</summary>
    public bool Pictures { get; init; }

    // Where OpenTelemetry's exporters listen for Prometheus.
    private const int DefaultPort = 9464;

    /// <summary>Null where nothing is to listen.</summary>
    public static HttpConfig? Create(string path, HttpOptions options, ConfigurationErrors errors)
    {
        if (options.Endpoint is null)
            return null;
        foreach ((int i, string? name) in options.AllowedHosts.Index())
        {
            if (Uri.CheckHostName(name) is not UriHostNameType.Dns)
                errors.Add($"{path}:AllowedHosts:{i}", $"expected a host's name without a port, found '{name}'");
        }
        return new HttpConfig(
            ReadEndPoints(path, options, errors),
            PeerSubnets.Read($"{path}:AllowedSubnets", options.AllowedSubnets, options.AllowRemote, "those who ask",
                errors),
            new HashSet<string>(["localhost", .. options.AllowedHosts], StringComparer.OrdinalIgnoreCase))
        {
            Token = AccessToken.Read($"{path}:TokenFile", options.TokenFile, errors),
            Pictures = options.Pictures,
        };
    }

    private static List<IPEndPoint> ReadEndPoints(string path, HttpOptions options, ConfigurationErrors errors)
    {
        List<IPEndPoint> endPoints = [];
        foreach (string text in EndPointText.Split(options.Endpoint!))
        {
            if (EndPointText.Parse(text, DefaultPort) is not { } endPoint)
            {
                errors.Add($"{path}:Endpoint",
                    $"expected HOST:PORT with an IP address or localhost, as 127.0.0.1:{DefaultPort}, found '{text}'");
            }
            else if (!options.AllowRemote && !IPAddress.IsLoopback(endPoint.Address))
            {
                errors.Add($"{path}:Endpoint",
                    $"{text} can be reached from other machines, and this endpoint has neither encryption nor"
                    + $" passwords: listen on 127.0.0.1, or set AllowRemote and AllowedSubnets");
            }
            else
            {
                endPoints.Add(endPoint);
            }
        }
        if (endPoints.Count == 0)
            errors.Add($"{path}:Endpoint", $"expected HOST:PORT, as 127.0.0.1:{DefaultPort}, found nothing");
        return endPoints;
    }
}
