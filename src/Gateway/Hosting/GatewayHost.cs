using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Http;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Services;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Telemetry.Otlp;
using PolicyGate.Gateway.Telemetry.Spans;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Hosting;

/// <summary>A running gateway: its wires, open from the start, and its policies, loaded behind them.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly GatewayConfig _config;
    private readonly SessionMetrics _metrics;
    private readonly PictureCrew _crew;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LoadedPolicies _policies;
    private readonly RouteShadows _routeShadows;
    private readonly SwapMetrics _swapMetrics;
    private readonly PolicySwaps _swaps;
    private readonly HashSet<string> _onlyShadows;
    private readonly GatewayWatch? _watch;
    private readonly GatewayMetrics? _measured;
    private readonly TickSpans? _spans;
    private readonly OtlpExport? _export;
    private readonly List<OpenArmWire> _wires = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LeRobotWire? _leRobot;
    private TickRecorder? _recorder;
    private volatile GatewayError? _failure;

    private GatewayHost(GatewayConfig config, HostStart start, ILoggerFactory loggers, TimeProvider time)
    {
        (_config, _time) = (config, time);
        _logger = loggers.CreateLogger("PolicyGate");
        _metrics = new SessionMetrics(time, gateway: this);
        if (config.Http is not null)
            _watch = Watch(config.Http);
        _crew = new PictureCrew(time);
        ILogger shadowLogger = loggers.CreateLogger("PolicyGate.Shadows");
        Shadows = new ShadowRunner(config.Limits, time, shadowLogger);
        _routeShadows = new RouteShadows(Shadows, config.Limits, time, shadowLogger, scope: this);
        _onlyShadows = [.. config.Routes.Values.SelectMany(route => route.Shadows)
            .Except(config.Routes.Values.SelectMany(route => route.Answering)).Select(policy => policy.Name)];
        var services = new SessionServices(
            config.Chunks, config.Pacing, config.Episodes, config.Limits, _metrics, time,
            loggers.CreateLogger("PolicyGate.Sessions"));
        _policies = new LoadedPolicies(config, _crew, loggers, time);
        _swapMetrics = new SwapMetrics(gateway: this);
        _swaps = CreateSwaps(start, loggers);
        if (_watch is not null || start.Otlp is not null)
        {
            _measured = new GatewayMetrics(
                this, () => Health, () => _policies.Configured, () => _watch?.Overflowed ?? 0);
        }
        if (start.Otlp is { Traces: true })
            _spans = new TickSpans(start.Otlp.Sampling, time, Random.Shared);
        // OpenTelemetry is not touched, nor loaded, where nothing is sent.
        if (start.Otlp is not null)
            _export = StartExport(start.Otlp, loggers);
        _failure = start.Unfit ?? StartRecorder(loggers);
        // Robots are met in any case: a node that waits for a connection waits for ever.
        services = services with { Recorder = _recorder, Shadows = Shadows, Spans = _spans, Live = _watch?.Live };
        GatewayError? error = OpenWires(services, start, loggers) ?? _failure;
        Ready = error is null ? LoadPolicies() : Task.FromResult(_policies.Refuse(error));
    }

    /// <summary>
    /// Completes once: with null when every policy is warm, or with the first thing that kept it from that.
    /// </summary>
    public Task<GatewayError?> Ready { get; }

    /// <summary>The first thing that keeps it from serving; set before any robot is told.</summary>
    public GatewayError? Failure => _failure ?? _policies.Failure;

    /// <summary>As of now.</summary>
    public GatewayHealth Health
    {
        get
        {
            PolicyStatus[] policies = [.. _policies.Configured.Select(PolicyStatus.Of)];
            // A shadow that is out of service is no robot's concern.
            string? problem = Failure?.Message ?? Array.Find(
                policies, policy => policy.Problem is not null && !_onlyShadows.Contains(policy.Name))?.Problem;
            return new GatewayHealth(problem is null && !policies.Any(policy => policy.Loading), problem, policies);
        }
    }

    /// <summary>Its policies, and others in their place.</summary>
    public IPolicyControl Policies => _swaps;

    /// <summary>Where LeRobot robots are met: the ports configured, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> LeRobotEndPoints => _leRobot?.EndPoints ?? [];

    /// <summary>Where it may be watched: the ports configured, or those chosen for 0.</summary>
    public IReadOnlyList<IPEndPoint> HttpEndPoints => _watch?.EndPoints ?? [];

    /// <summary>Who looks on while robots are answered.</summary>
    public ShadowRunner Shadows { get; }

    /// <summary>What routes' shadows have come to, as of now.</summary>
    public IReadOnlyList<ShadowReport> ShadowReports => _routeShadows.Reports;

    /// <summary>Robots that are connected, on any wire.</summary>
    public int Robots => _metrics.Robots;

    /// <summary>
    /// Completes when every wire has ended by itself: in connect mode, when the robot's node has gone.
    /// </summary>
    public Task Ended => Task.WhenAll(
        _wires.Select(wire => wire.Ended).Append(_leRobot is null ? Task.CompletedTask : _stopped.Task));

    /// <summary>Binds and connects every wire before it returns; loads the policies behind.</summary>
    /// <param name="config">What it serves.</param>
    /// <param name="loggers">Where it says what happens.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="start">What it finds; nothing of its own where none is named.</param>
    public static GatewayHost Start(
        GatewayConfig config, ILoggerFactory loggers, TimeProvider time, HostStart? start = null) =>
        new(config, start ?? HostStart.Plain, loggers, time);

    /// <summary>
    /// Stops accepting, answers what is under way, closes, removes the sockets' files, frees the policies.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _policies.Stop();
        // Not ready any more, to whoever asks: by not answering.
        Task unwatched = _watch?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        await Task.WhenAll(_wires.Select(wire => wire.DisposeAsync().AsTask()).Append(CloseLeRobot()));
        try
        {
            await Ready.WaitAsync(_config.Limits.DrainTime, _time);
        }
        catch (TimeoutException)
        {
            Log.StillLoading(_logger, _config.Limits.DrainTime);
        }
        await _swaps.Stop();
        await Task.Run(Shadows.Dispose);
        // As robots' last ticks are out, and beside what ends else.
        Task exported = _export?.DisposeAsync().AsTask() ?? Task.CompletedTask;
        // Robots' last ticks are recorded; with their policies nothing is done there.
        await Task.Run(() => _recorder?.Dispose());
        await _swaps.DisposeAsync();
        await _policies.DisposeAsync();
        _swaps.RemoveCopies();
        _crew.Dispose();
        await unwatched;
        _routeShadows.Dispose();
        _swapMetrics.Dispose();
        await exported;
        _spans?.Dispose();
        _measured?.Dispose();
        _metrics.Dispose();
    }

    private async Task<GatewayError?> LoadPolicies()
    {
        if (await _policies.LoadAll() is { } failed)
            return failed;
        foreach (Route route in _policies.Routes)
            _routeShadows.Begin(route, route.Config.Shadows.Select(policy => _policies[policy]));
        foreach (OpenArmWireConfig wire in _config.OpenArm)
        {
            foreach (PolicyConfig policy in wire.Route.Answering)
                _recorder?.Announce(wire.Route, wire.Robot, _policies[policy].Published!.Version);
        }
        return null;
    }

    private PolicySwaps CreateSwaps(HostStart start, ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger("PolicyGate.Swaps");
        return new PolicySwaps(new SwapServices(
            _config, _policies, new PolicyCopies(PolicyCopies.UsualRoots(), _time, logger),
            new CandidateChoice(_config, start.Source), Shadows, _swapMetrics, _time, logger));
    }

    private GatewayError? StartRecorder(ILoggerFactory loggers)
    {
        if (_config.Recording is null)
            return null;
        GatewayError? error = TickRecorder.Start(_config, _time, loggers, scope: this, out _recorder);
        return error is null ? null : Fail(error);
    }

    private GatewayError Fail(GatewayError error)
    {
        Log.Failed(_logger, error.Code, error.Message);
        _failure ??= error;
        return error;
    }

    private GatewayError? OpenWires(SessionServices services, HostStart start, ILoggerFactory loggers)
    {
        try
        {
            ILogger logger = loggers.CreateLogger("PolicyGate.OpenArm");
            foreach ((int i, OpenArmWireConfig wire) in _config.OpenArm.Index())
            {
                Socket? socket = wire.Listen is null
                    ? start.Connections.ElementAtOrDefault(i)
                    : start.Listeners.Find(wire.Listen, $"openarm-{i}");
                _wires.Add(OpenArmWire.Open(wire, _policies[wire.Route], services, _config.Limits, logger, socket));
            }
            // Kestrel is not touched, nor loaded, where no LeRobot robot is to come.
            if (_config.LeRobot is { } leRobot)
                _leRobot = OpenLeRobot(leRobot, services, start.Listeners, loggers);
            if (_watch is not null)
                OpenWatch(loggers);
            return start.Listeners.Leftover is { } leftover ? Fail(leftover) : null;
        }
        catch (IOException fault)
        {
            return Fail(new GatewayError(ErrorCode.Unavailable, fault.Message));
        }
    }

    // Binding completes at once; it is Kestrel's method that may not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private LeRobotWire OpenLeRobot(
        LeRobotWireConfig config, SessionServices services, HandedSockets handed, ILoggerFactory loggers) =>
        LeRobotWire.OpenAsync(config, _policies, services, _config.Limits, loggers, handed).GetAwaiter().GetResult();

    private GatewayWatch Watch(HttpConfig http) => new(this, http, _config.Limits, _time, new WatchedGateway
    {
        Health = () => Health,
        Routes = () => _policies.Routes,
        Control = () => _swaps,
        Shadows = () => ShadowReports,
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OpenWatch(ILoggerFactory loggers) => _watch!.Open(loggers);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private OtlpExport? StartExport(OtlpSettings settings, ILoggerFactory loggers) => OtlpExport.Start(
        settings, this, _config.Limits.MetricSeries, _time, loggers.CreateLogger("PolicyGate.Otlp"));

    private async Task CloseLeRobot()
    {
        if (_leRobot is not null)
            await _leRobot.DisposeAsync();
        _stopped.TrySetResult();
    }
}
