using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Hosting;

namespace PolicyGate.Gateway.Services;

/// <summary>
/// Tells the service manager when the gateway is ready, what it does, and that it lives, from a thread of its own.
/// </summary>
internal sealed class ServiceReports : IDisposable
{
    // Where no sign of life is waited for: often enough for whoever looks at the status.
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(5);

    private readonly NotifySocket _manager;
    private readonly GatewayHost _host;
    private readonly ILogger _logger;
    private readonly Liveness _liveness;
    private readonly TimeSpan _pause;
    private readonly bool _watched;
    private readonly Thread _thread;

    // The monitor of the two flags.
    private readonly object _gate = new();
    private bool _woken;
    private volatile bool _ended;
    private volatile bool _stopping;
    private string _status = "";
    private string? _problem;
    private bool _ready;

    private ServiceReports(NotifySocket manager, GatewayHost host, TimeSpan? watchdog, ILogger logger)
    {
        (_manager, _host, _logger, _watched) = (manager, host, logger, watchdog is not null);
        _liveness = new Liveness(() => host.Health);
        // Half its time between two signs of life, as man sd_watchdog_enabled has it: a look may take as long again.
        _pause = (watchdog / 4) ?? UsualPause;
        _thread = new Thread(Report) { Name = "service manager", IsBackground = true };
    }

    /// <returns>Null where no service manager listens.</returns>
    public static ServiceReports? Start(ServiceVariables variables, GatewayHost host, ILogger logger)
    {
        if (variables.NotifySocket is not { } address)
            return null;
        if (!NotifySocket.IsAddress(address))
        {
            Log.NoSuchManager(logger, address);
            return null;
        }
        var reports = new ServiceReports(new NotifySocket(address), host, variables.Watchdog, logger);
        reports._thread.Start();
        _ = host.Ready.ContinueWith(
            static (_, woken) => ((ServiceReports)woken!).Wake(end: false), reports, TaskScheduler.Default);
        return reports;
    }

    /// <summary>The gateway has begun to end; it reports itself alive until it has.</summary>
    public void Stopping(string why)
    {
        _stopping = true;
        Send($"STOPPING=1\nSTATUS={Line(why)}");
    }

    public void Dispose()
    {
        Wake(end: true);
        _thread.Join();
        _manager.Dispose();
    }

    private void Wake(bool end)
    {
        lock (_gate)
        {
            (_woken, _ended) = (true, _ended || end);
            Monitor.Pulse(_gate);
        }
    }

    private void Report()
    {
        while (!_ended)
        {
            string? problem = _liveness.Look(_pause);
            if (problem is not null && _problem is null)
                Log.NotAlive(_logger, problem);
            _problem = problem;
            Tell(problem);
            lock (_gate)
            {
                if (!_woken)
                    Monitor.Wait(_gate, _pause);
                _woken = false;
            }
        }
    }

    private void Tell(string? problem)
    {
        if (problem is null && _watched)
            Send("WATCHDOG=1");
        if (_stopping)
            return;
        bool becameReady = !_ready && _host.Ready is { IsCompletedSuccessfully: true, Result: null };
        string status = problem is null ? Describe(_host.Health, _host.Robots) : Line(problem);
        if (becameReady)
            Send($"READY=1\nSTATUS={status}");
        else if (status != _status)
            Send($"STATUS={status}");
        (_status, _ready) = (status, _ready || becameReady);
    }

    private static string Describe(GatewayHealth health, int robots)
    {
        if (health.Problem is { } problem)
            return Line(problem);
        string policies = string.Join(", ", health.Policies.Select(policy => policy.Name));
        string what = health.Ready ? "serving" : "loading";
        return Line($"{what} {policies}; {robots} robots connected");
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private void Send(string state)
    {
        if (_manager.Send(state) is not SocketError.Success and var error)
            Log.NotTold(_logger, error);
    }
}
