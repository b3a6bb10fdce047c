using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Rights;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// A gateway's whole configuration: checked, every path absolute, every name resolved. Replaced whole.
/// </summary>
internal sealed record GatewayConfig
{
    /// <summary>Absolute.</summary>
    public required string PluginFolder { get; init; }

    public RunAs RunAs { get; init; } = RunAs.Owner;

    /// <summary>By name, without regard to case.</summary>
    public required IReadOnlyDictionary<string, PolicyConfig> Policies { get; init; }

    /// <summary>By name, without regard to case.</summary>
    public required IReadOnlyDictionary<string, RouteConfig> Routes { get; init; }

    public required IReadOnlyList<OpenArmWireConfig> OpenArm { get; init; }

    /// <summary>Null where no LeRobot robots are served.</summary>
    public LeRobotWireConfig? LeRobot { get; init; }

    /// <summary>Null where nobody watches over HTTP.</summary>
    public HttpConfig? Http { get; init; }

    public PacingConfig Pacing { get; init; } = new();

    public ChunksConfig Chunks { get; init; } = new();

    public EpisodesConfig Episodes { get; init; } = new();

    /// <summary>Null where nothing is recorded.</summary>
    public RecordingConfig? Recording { get; init; }

    public SwapsConfig Swaps { get; init; } = new();

    /// <summary>Null where nobody may ask for another policy while it runs.</summary>
    public AdminConfig? Admin { get; init; }

    /// <summary>The keys that decide what a chunk becomes, with their values, for recordings.</summary>
    public IReadOnlyDictionary<string, string> ChunkSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Not to be changed any more.</summary>
    public LimitsOptions Limits { get; init; } = new();

    /// <summary>The configuration that these options mean, or null where they hold an error.</summary>
    /// <param name="options">As bound: paths that were set are absolute.</param>
    /// <param name="programFolder">What a default path is relative to.</param>
    /// <param name="errors">Receives all errors; nothing is made when it holds one, from here or from before.</param>
    public static GatewayConfig? Create(GatewayOptions options, string programFolder, ConfigurationErrors errors)
    {
        const string Root = "Gateway";
        Dictionary<string, PolicyConfig> policies = Named(
            options.Policies,
            (name, policy) => PolicyConfig.Create($"{Root}:Policies:{name}", name, policy, options.Limits, errors));
        if (policies.Count == 0)
            errors.Add($"{Root}:Policies", "missing: at least one policy is needed; or serve --policy FOLDER");
        var files = new RobotFiles(programFolder);
        Dictionary<string, RobotConfig> robots = CreateRobots($"{Root}:Robots", options, files, errors);
        Dictionary<string, RouteConfig> routes = CreateRoutes($"{Root}:Routes", options, policies, errors);
        string[] robotNames = [.. robots.Keys.Union(files.Shipped, StringComparer.OrdinalIgnoreCase)];
        List<OpenArmWireConfig> wires = CreateWires(
            $"{Root}:Wires:OpenArm", options.Wires, routes, robots, robotNames, errors);
        LeRobotWireConfig? leRobot = new LeRobotWireRules($"{Root}:Wires:LeRobot", errors)
            .Create(options.Wires.LeRobot, routes, robots, robotNames);
        var pacing = PacingConfig.Create($"{Root}:Pacing", options.Pacing, errors);
        var chunks = ChunksConfig.Create($"{Root}:Chunks", options.Chunks, errors);
        var episodes = EpisodesConfig.Create($"{Root}:Episodes", options.Episodes, errors);
        var recording = RecordingConfig.Create($"{Root}:Recording", options.Recording, routes.Values, errors);
        var http = HttpConfig.Create($"{Root}:Http", options.Http, errors);
        var swaps = SwapsConfig.Create($"{Root}:Swaps", options.Swaps, errors);
        var admin = AdminConfig.Create($"{Root}:Admin", options.Admin, errors);
        LimitsRules.Check($"{Root}:Limits", options.Limits, errors);
        return errors.Any ? null : new GatewayConfig
        {
            PluginFolder = Path.GetFullPath(options.PluginFolder, programFolder),
            RunAs = options.RunAs,
            Policies = policies,
            Routes = routes,
            OpenArm = wires,
            LeRobot = leRobot,
            Http = http,
            Pacing = pacing,
            Chunks = chunks,
            Episodes = episodes,
            Recording = recording,
            Swaps = swaps,
            Admin = admin,
            ChunkSettings = EffectiveSettings.Of(options, robots),
            Limits = options.Limits,
        };
    }

    /// <summary>One that connects to these sockets and has no policy to answer with.</summary>
    public static GatewayConfig ForNothing(IEnumerable<string> sockets)
    {
        var policy = new PolicyConfig { Name = "none", Folder = "/", Backend = "" };
        var route = new RouteConfig(policy.Name, policy);
        return new GatewayConfig
        {
            PluginFolder = "/",
            Policies = new Dictionary<string, PolicyConfig> { [policy.Name] = policy },
            Routes = new Dictionary<string, RouteConfig> { [route.Name] = route },
            OpenArm = [.. sockets.Select(socket => new OpenArmWireConfig { Connect = socket, Route = route })],
        };
    }

    /// <summary>Those configured, and those that a wire names and a shipped file describes.</summary>
    private static Dictionary<string, RobotConfig> CreateRobots(
        string path, GatewayOptions options, RobotFiles files, ConfigurationErrors errors)
    {
        var robots = new Dictionary<string, RobotOptions>(options.Robots, StringComparer.OrdinalIgnoreCase);
        IEnumerable<string?> named =
            options.Wires.OpenArm.Select(wire => wire.Robot).Append(options.Wires.LeRobot.Robot);
        foreach (string shipped in files.Shipped.Where(name => named.Contains(name, StringComparer.OrdinalIgnoreCase)))
            robots.TryAdd(shipped, new RobotOptions());
        foreach ((string name, RobotOptions robot) in robots)
            files.Complete($"{path}:{name}", name, robot, errors);
        return Named(robots, (name, robot) => RobotRules.Create($"{path}:{name}", name, robot, errors));
    }

    private static Dictionary<string, RouteConfig> CreateRoutes(
        string path, GatewayOptions options, Dictionary<string, PolicyConfig> policies, ConfigurationErrors errors)
    {
        var routes = new Dictionary<string, RouteConfig>(StringComparer.OrdinalIgnoreCase);
        var rules = new RouteRules(policies, options.Recording, errors);
        foreach ((string name, RouteOptions route) in options.Routes)
        {
            if (rules.Create($"{path}:{name}", name, route) is { } made)
                routes.Add(name, made);
        }
        if (options.Routes.Count == 0 && policies.Count == 1)
        {
            PolicyConfig only = policies.Values.First();
            RouteRecordingConfig? all = options.Recording.AllRoutes ? RouteRecordingConfig.Everything : null;
            routes.Add(only.Name, new RouteConfig(only.Name, only) { Recording = all });
        }
        else if (options.Routes.Count == 0 && policies.Count > 1)
        {
            errors.Add(path, $"missing: with {policies.Count} policies, routes say which of them answers a wire");
        }
        return routes;
    }

    private static List<OpenArmWireConfig> CreateWires(
        string path,
        WiresOptions options,
        Dictionary<string, RouteConfig> routes,
        Dictionary<string, RobotConfig> robots,
        string[] robotNames,
        ConfigurationErrors errors)
    {
        var wires = new List<OpenArmWireConfig>();
        var keyOfSocket = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < options.OpenArm.Count; i++)
        {
            var wire = OpenArmWireConfig.Create($"{path}:{i}", options.OpenArm[i], routes, robots, robotNames, errors);
            if (wire is null)
                continue;
            wires.Add(wire);
            if (!keyOfSocket.TryAdd(wire.SocketPath, $"{path}:{i}"))
                errors.Add($"{path}:{i}", $"{wire.SocketPath} is {keyOfSocket[wire.SocketPath]}'s already");
        }
        if (options.OpenArm.Count == 0 && options.LeRobot.Endpoint is null)
        {
            errors.Add(path, "missing: at least one socket is needed, or Wires:LeRobot:Endpoint;"
                + " or serve --socket PATH or --lerobot HOST:PORT");
        }
        return wires;
    }

    private static Dictionary<string, TConfig> Named<TOptions, TConfig>(
        Dictionary<string, TOptions> options, Func<string, TOptions, TConfig> create) =>
        options.ToDictionary(pair => pair.Key, pair => create(pair.Key, pair.Value), StringComparer.OrdinalIgnoreCase);
}
