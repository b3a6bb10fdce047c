using System.Text;

namespace PolicyGate.Gateway.Configuration;

/// <summary>One OpenArm socket.</summary>
internal sealed record OpenArmWireConfig
{
    // sun_path has 108 bytes, the last a zero: man 7 unix.
    private const int SocketPathBytes = 107;

    /// <summary>Absolute path of the socket to make; null where the gateway connects.</summary>
    public string? Listen { get; init; }

    /// <summary>Absolute path of the socket to connect to; null where the gateway listens.</summary>
    public string? Connect { get; init; }

    public required RouteConfig Route { get; init; }

    /// <summary>The policy that answers.</summary>
    public PolicyConfig Policy => Route.Policy;

    /// <summary>Null where no limits are known.</summary>
    public RobotConfig? Robot { get; init; }

    public bool Timing { get; init; }

    /// <summary>Absolute folders that <c>data_path</c> may lead into.</summary>
    public IReadOnlyList<string> DataRoots { get; init; } = DefaultDataRoots;

    /// <summary>Where the stock nodes write: shared memory, the temporary folder, a container's mount.</summary>
    public static IReadOnlyList<string> DefaultDataRoots { get; } = ["/dev/shm", Path.GetTempPath(), "/openeval"];

    /// <summary>The socket's path, whoever makes it.</summary>
    public string SocketPath => Listen ?? Connect ?? "";

    public static OpenArmWireConfig? Create(
        string path,
        OpenArmWireOptions options,
        IReadOnlyDictionary<string, RouteConfig> routes,
        IReadOnlyDictionary<string, RobotConfig> robots,
        IEnumerable<string> robotNames,
        ConfigurationErrors errors)
    {
        CheckSocket(path, options, errors);
        if (options.DataRoots is { Count: 0 })
            errors.Add($"{path}:DataRoots", "expected at least one folder: without any no observation can be read");

        RobotConfig? robot = null;
        if (options.Robot is not null && !robots.TryGetValue(options.Robot, out robot))
            errors.AddUnknown($"{path}:Robot", "no robot", options.Robot, robotNames);

        return FindRoute(path, options, routes, errors) is not RouteConfig route ? null : new OpenArmWireConfig
        {
            Listen = options.Listen,
            Connect = options.Connect,
            Route = route,
            Robot = robot,
            Timing = options.Timing,
            DataRoots = options.DataRoots ?? DefaultDataRoots,
        };
    }

    private static void CheckSocket(string path, OpenArmWireOptions options, ConfigurationErrors errors)
    {
        if ((options.Listen is null) == (options.Connect is null))
        {
            string found = options.Listen is null ? "neither" : "both";
            errors.Add(path, $"expected either Listen or Connect, found {found}");
        }
        CheckLength($"{path}:Listen", options.Listen, errors);
        CheckLength($"{path}:Connect", options.Connect, errors);
    }

    private static void CheckLength(string path, string? socket, ConfigurationErrors errors)
    {
        int bytes = Encoding.UTF8.GetByteCount(socket ?? "");
        if (bytes > SocketPathBytes)
            errors.Add(path, $"a socket's path has at most {SocketPathBytes} bytes, '{socket}' has {bytes}");
    }

    private static RouteConfig? FindRoute(
        string path,
        OpenArmWireOptions options,
        IReadOnlyDictionary<string, RouteConfig> routes,
        ConfigurationErrors errors)
    {
        if (options.Route is null)
        {
            if (routes.Count == 1)
                return routes.Values.First();
            // Without any route something else is wrong already, and is told there.
            if (routes.Count > 1)
                errors.Add($"{path}:Route", $"missing: name one of {string.Join(", ", routes.Keys)}");
            return null;
        }
        if (routes.TryGetValue(options.Route, out RouteConfig? route))
            return route;
        errors.AddUnknown($"{path}:Route", "no route", options.Route, routes.Keys);
        return null;
    }
}
