using System.Net;

namespace PolicyGate.Gateway.Configuration;

/// <summary>From a LeRobot wire's options to its configuration.</summary>
/// <param name="path">The wire's key.</param>
/// <param name="errors">Receives what is wrong.</param>
internal sealed class LeRobotWireRules(string path, ConfigurationErrors errors)
{
    // LeRobot's own.
    private const int DefaultPort = 8080;

    /// <summary>Null where no endpoint is configured.</summary>
    public LeRobotWireConfig? Create(
        LeRobotWireOptions options,
        IReadOnlyDictionary<string, RouteConfig> routes,
        IReadOnlyDictionary<string, RobotConfig> robots,
        IEnumerable<string> robotNames)
    {
        if (options.Endpoint is null)
            return null;
        RobotConfig? robot = null;
        if (options.Robot is not null && !robots.TryGetValue(options.Robot, out robot))
            errors.AddUnknown($"{path}:Robot", "no robot", options.Robot, robotNames);
        RouteConfig? fallback = options.Route is null ? null : FindRoute($"{path}:Route", options.Route, routes);
        CheckNumbers(options);
        List<IPEndPoint> endPoints = ReadEndPoints(options);
        return new LeRobotWireConfig
        {
            EndPoints = endPoints,
            Policies = ReadPolicies(options, routes),
            Default = fallback,
            Roots = options.Roots ?? [],
            Backend = options.Backend,
            Robot = robot,
            Fps = options.Fps,
            InferenceLatency = options.AnswerWhenReady ? TimeSpan.Zero : options.InferenceLatency,
            ObservationQueueTimeout = options.ObservationQueueTimeout,
            SimilarityThreshold = options.SimilarityThreshold,
            RememberRobots = options.RememberRobots,
            Allowed = PeerSubnets.Read(
                $"{path}:AllowedSubnets", options.AllowedSubnets, options.AllowRemote, "robots", errors),
        };
    }

    private void CheckNumbers(LeRobotWireOptions options)
    {
        // As Pacing:MaximumRateHz.
        if (options.Fps is not (>= 0.001 and <= 10_000))
            errors.Add($"{path}:Fps", $"expected 0.001 to 10000 actions per second, found {options.Fps}");
        if (options.SimilarityThreshold is double distance and not (> 0 and <= 1000))
        {
            errors.Add($"{path}:SimilarityThreshold",
                $"expected more than 0 and at most 1000, found {distance}; leave it out for none");
        }
        CheckTime("InferenceLatency", options.InferenceLatency);
        CheckTime("ObservationQueueTimeout", options.ObservationQueueTimeout);
        if (string.IsNullOrWhiteSpace(options.Backend))
            errors.Add($"{path}:Backend", "expected the name of a plugin, as \"Onnx\", found nothing");
    }

    private void CheckTime(string key, TimeSpan time)
    {
        // A robot that is answered later than in a minute is told nothing that is still true.
        if (time < TimeSpan.Zero || time > TimeSpan.FromMinutes(1))
            errors.Add($"{path}:{key}", $"expected 00:00:00 to 00:01:00, found {time:c}");
    }

    private RouteConfig? FindRoute(string key, string name, IReadOnlyDictionary<string, RouteConfig> routes)
    {
        if (routes.TryGetValue(name, out RouteConfig? route))
            return route;
        errors.AddUnknown(key, "no route", name, routes.Keys);
        return null;
    }

    /// <summary>The table; beside it routes and policies go by their own names, unless the table has them.</summary>
    private Dictionary<string, RouteConfig> ReadPolicies(
        LeRobotWireOptions options, IReadOnlyDictionary<string, RouteConfig> routes)
    {
        var policies = new Dictionary<string, RouteConfig>(StringComparer.Ordinal);
        foreach ((string name, string route) in options.Policies)
        {
            if (FindRoute($"{path}:Policies:{name}", route, routes) is { } found)
                policies.Add(name, found);
        }
        foreach (RouteConfig route in routes.Values)
            policies.TryAdd(route.Name, route);
        foreach (RouteConfig route in routes.Values)
            policies.TryAdd(route.Policy.Name, route);
        return policies;
    }

    private List<IPEndPoint> ReadEndPoints(LeRobotWireOptions options)
    {
        List<IPEndPoint> endPoints = [];
        foreach (string text in EndPointText.Split(options.Endpoint!))
        {
            if (EndPointText.Parse(text, DefaultPort) is not { } endPoint)
            {
                errors.Add($"{path}:Endpoint",
                    $"expected HOST:PORT with an IP address or localhost, as 127.0.0.1:8080, found '{text}'");
            }
            else if (!options.AllowRemote && !IPAddress.IsLoopback(endPoint.Address))
            {
                errors.Add($"{path}:Endpoint",
                    $"{text} can be reached from other machines, and this wire has no encryption of its own: listen on"
                    + " 127.0.0.1 and tunnel (docs/lerobot.md), or set AllowRemote and AllowedSubnets");
            }
            else
            {
                endPoints.Add(endPoint);
            }
        }
        if (endPoints.Count == 0)
            errors.Add($"{path}:Endpoint", "expected HOST:PORT, as 127.0.0.1:8080, found nothing");
        return endPoints;
    }
}
