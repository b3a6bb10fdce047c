using System.Reflection;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Recording;

/// <summary>
/// Records what robots were answered, on a thread of its own behind a bounded queue: a disk that is slow, full or gone
/// costs recordings, which are counted and said, and no robot anything.
/// </summary>
internal sealed class TickRecorder : IDisposable
{
    private readonly RecordingConfig _config;
    private readonly TimeSpan _drainTime;
    private readonly ILogger _logger;
    private readonly RecordingMetrics _metrics;
    private readonly RecordQueue _queue;
    private readonly LostTicks _lost;
    private readonly ManifestWriter _manifest;
    private readonly RecordingThread _thread;
    private readonly Lock _gate = new();
    private readonly Dictionary<
        (string Route, string Policy, string Folder, int Version, RobotConfig?), RouteRecorder> _routes = [];
    private int _sessions;

    /// <param name="folder">Of this start.</param>
    /// <param name="gateway">What is recorded.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of losses.</param>
    /// <param name="scope">Of the instruments.</param>
    /// <param name="open">Makes a segment's file; null as the folder does.</param>
    public TickRecorder(
        RunFolder folder, GatewayConfig gateway, TimeProvider time, ILogger logger, object? scope = null,
        Func<string, Stream>? open = null)
    {
        (_config, _drainTime, _logger) = (gateway.Recording!, gateway.Limits.DrainTime, logger);
        _metrics = new RecordingMetrics(scope);
        _lost = new LostTicks(_metrics, time, logger);
        _queue = new RecordQueue(gateway.Limits.RecordingQueueTicks, gateway.Limits.RecordingQueueBytes);
        _manifest = new ManifestWriter(folder, ManifestOf(gateway, time), logger);
        _manifest.Write();
        Folder = folder.Path;
        _thread = new RecordingThread(
            folder, _queue, _manifest, _lost, _metrics, gateway.Limits, time, logger, open ?? folder.Open);
        Log.Recording(logger, Folder);
    }

    /// <summary>Of this start.</summary>
    public string Folder { get; }

    /// <summary>Ticks on the disk.</summary>
    public long Written => _thread.Written;

    /// <summary>Makes the folder and begins.</summary>
    /// <param name="gateway">Has a recording.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">For its losses.</param>
    /// <param name="scope">Of the instruments.</param>
    /// <param name="recorder">Null where an error is returned.</param>
    public static GatewayError? Start(
        GatewayConfig gateway, TimeProvider time, ILoggerFactory loggers, object? scope, out TickRecorder? recorder)
    {
        recorder = null;
        try
        {
            RunFolder folder = RunFolder.Create(gateway.Recording!.Folder, time.GetUtcNow());
            recorder = new TickRecorder(
                folder, gateway, time, loggers.CreateLogger("PolicyGate.Recording"), scope);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.Unavailable,
                $"nothing can be recorded into {gateway.Recording!.Folder}: {failure.Message} (Recording:Folder)");
        }
    }

    /// <summary>A route that is about to be served: it is in the manifest before its first robot is there.</summary>
    public void Announce(RouteConfig route, RobotConfig? robot, PolicyVersion version)
    {
        if (ConfigOf(route) is not null)
            FindRoute(route, robot, version);
    }

    /// <summary>A robot is there.</summary>
    /// <param name="robot">Its name.</param>
    /// <param name="route">By which it came.</param>
    /// <param name="limits">Its robot's.</param>
    /// <param name="seats">Its session's.</param>
    /// <param name="wire">What it speaks.</param>
    /// <returns>Null where its route is not recorded.</returns>
    public SessionRecorder? Begin(
        string robot, RouteConfig route, RobotConfig? limits, RobotSeats seats, RecordedWire wire)
    {
        if (ConfigOf(route) is not { } config)
            return null;
        string name = $"{robot}/{Interlocked.Increment(ref _sessions)}";
        return new SessionRecorder(
            this, config, name, wire, seats, seat => FindRoute(route, limits, seat.Version));
    }

    /// <summary>For a session: as <see cref="RecordQueue.Rent"/>.</summary>
    public TickRecord? Rent(int bytes, long fileBytes) => _queue.Rent(bytes, fileBytes);

    /// <summary>For a session: it is to be written.</summary>
    public void Post(TickRecord record) => _queue.Post(record);

    /// <summary>For a session: one is not recorded.</summary>
    public void Lost(string route, LostTick reason) => _lost.Add(route, reason);

    /// <summary>Writes what waits, for so long as shutdown may take.</summary>
    public void Dispose()
    {
        _queue.Stop();
        if (_thread.Join(_drainTime))
            _thread.Dispose();
        else
            Log.NotDrained(_logger, _queue.Waiting, _drainTime);
        Log.Ended(_logger, _thread.Written, _lost.All);
        _metrics.Dispose();
    }

    private RouteRecordingConfig? ConfigOf(RouteConfig route) =>
        route.Recording ?? (_config.AllRoutes ? RouteRecordingConfig.Everything : null);

    private RouteRecorder FindRoute(RouteConfig route, RobotConfig? robot, PolicyVersion version)
    {
        // By name and number: a version that is gone is not kept for its recording's sake.
        (string, string, string, int, RobotConfig?) key =
            (route.Name, version.Config.Name, version.Folder, version.Number, robot);
        lock (_gate)
        {
            if (_routes.TryGetValue(key, out RouteRecorder? known))
                return known;
            // Two folders that robots name may have the same name, and two wires of a route other robots.
            string name = route.Name;
            for (int other = 2; _routes.Values.Any(taken => taken.Folder == RunFolder.NameOf(name)); other++)
                name = $"{route.Name}-{other}";
            (int rows, int width) = version.Policy.ChunkShape;
            var made = new RouteRecorder(name, RunFolder.NameOf(name), rows * width, width);
            _routes.Add(key, made);
            _manifest.Add(Describe(name, route, robot, version));
            _queue.Wake();
            return made;
        }
    }

    private static RecordedRoute Describe(
        string name, RouteConfig route, RobotConfig? robot, PolicyVersion version)
    {
        ServedPolicy policy = version.Policy;
        string properties = string.Concat(policy.Identity.Properties.Select(p => $", {p.Key} {p.Value}"));
        IReadOnlyList<string>? joints = policy.Description.Outputs.Select(output => output.Names)
            .FirstOrDefault(names => names.Count == policy.ChunkShape.Width);
        return new RecordedRoute(
            name, robot?.Name, version.Config.Name, version.Config.Backend, version.Folder,
            $"{policy.Identity.Engine} {policy.Identity.Version}{properties}",
            joints ?? [.. Enumerable.Range(0, policy.ChunkShape.Width).Select(joint => $"joint_{joint}")],
            policy.ChunkShape.Rows, [])
        {
            OnFailure = route.Fallback.OnFailure?.ToString(),
        };
    }

    private static RecordingManifest ManifestOf(GatewayConfig gateway, TimeProvider time) => new()
    {
        Format = RecordingManifest.Current,
        Gateway = typeof(TickRecorder).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Begun = time.GetUtcNow(),
        Settings = gateway.ChunkSettings,
        Routes = [],
    };
}
