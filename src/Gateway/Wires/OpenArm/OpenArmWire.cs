using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>
/// One configured OpenArm socket and the robots on it, each with a connection and a thread of its own.
/// </summary>
/// <remarks>
/// A listening wire takes any number of robots until it is stopped. A connecting one has one robot, and its end is the
/// end of the wire: the robot's node starts a new process for the next.
/// </remarks>
internal sealed class OpenArmWire : IAsyncDisposable
{
    // A tick's frames are shallow; a megabyte a robot would be the largest thing that it costs.
    private const int StackBytes = 256 << 10;

    // For a policy's files, logs, and whoever else connects meanwhile.
    private const int SpareDescriptors = 16;

    private readonly OpenArmWireConfig _config;
    private readonly Route _route;
    private readonly SessionServices _services;
    private readonly LimitsOptions _limits;
    private readonly ILogger _logger;
    private readonly OpenArmListener? _listener;
    private readonly OpenArmRefusals _refusals;
    private readonly LogBudget _log;
    private readonly ulong _descriptors = Descriptors.Limit;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<OpenArmConnection, Thread> _connections = [];
    private int _robots;

    private OpenArmWire(
        OpenArmWireConfig config, Route route, SessionServices services, LimitsOptions limits, ILogger logger,
        Socket? given)
    {
        (_config, _route, _services, _limits, _logger) = (config, route, services, limits, logger);
        _refusals = new OpenArmRefusals(limits, services.Time);
        _log = new LogBudget(limits.RobotLogLines, services.Time);
        if (config.Listen is { } path)
        {
            _listener = given is null ? OpenArmSocket.Listen(path, logger) : new OpenArmListener(given, path);
            Ended = AcceptAll(_listener);
        }
        else
        {
            Ended = ServeOne(given ?? OpenArmSocket.Connect(config.Connect!));
        }
    }

    /// <summary>Completes when a connecting wire's robot has gone, or a listening wire was stopped.</summary>
    public Task Ended { get; }

    /// <summary>
    /// Binds or connects; from then on robots wait rather than fail, whether the policy is warm or not.
    /// </summary>
    /// <param name="config">Which socket, whose robots.</param>
    /// <param name="route">By which they come to their policies.</param>
    /// <param name="services">What robots' sessions share.</param>
    /// <param name="limits">Of the gateway.</param>
    /// <param name="logger">Of all wires of this kind.</param>
    /// <param name="given">
    /// Listens there already, where a service manager has seen to that, and its file is not the wire's; or is connected
    /// to the robot already. The wire's own from now on.
    /// </param>
    /// <exception cref="IOException">The path cannot be bound or connected to.</exception>
    public static OpenArmWire Open(
        OpenArmWireConfig config, Route route, SessionServices services, LimitsOptions limits,
        ILogger logger, Socket? given = null) =>
        new(config, route, services, limits, logger, given);

    /// <summary>Stops accepting, lets ticks under way be answered, closes, and removes the socket's file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listener is not null)
        {
            _listener.Dispose();
            // Whoever was accepted at this moment is among the connections from here on.
            await Ended;
        }
        Thread[] threads;
        lock (_gate)
        {
            foreach (OpenArmConnection connection in _connections.Keys)
                connection.Drain();
            threads = [.. _connections.Values];
        }
        await Task.Run(() => Join(threads));
        _stop.Dispose();
    }

    private async Task AcceptAll(OpenArmListener listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Admit(await listener.AcceptAsync(_stop.Token));
            }
            catch (Exception end)
                when (end is OperationCanceledException or ObjectDisposedException || _stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException fault) when (!_stop.IsCancellationRequested)
            {
                // One that gave up while it was accepted, or no descriptor left: the next may fare better.
                if (_log.Spend())
                    Log.AcceptFailed(_logger, _config.SocketPath, fault.SocketErrorCode);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _services.Time, CancellationToken.None);
            }
        }
    }

    private async Task ServeOne(Socket robot)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Its socket's end is all that a robot says when it goes; a run that hangs is not to keep it from being heard.
        using var watch = new HangUpWatch(robot);
        Start(robot, ended);
        await Task.WhenAny(ended.Task, watch.HungUp);
    }

    private void Admit(Socket robot)
    {
        int connected;
        lock (_gate)
            connected = _connections.Count;
        // The kernel gives the lowest number that is free. Above this one there must be as many as the robots that are
        // here may open files at once, those included that wait to be recorded or are with shadows, or a crowd at the
        // door would keep them from their observations.
        int kept = (_services.Recorder is null ? 0 : _limits.RecordingQueueTicks) + (_services.Shadows?.Count ?? 0);
        ulong needed = (ulong)(robot.Handle + connected + SpareDescriptors + kept);
        if (connected < _limits.Connections && needed < _descriptors)
        {
            Start(robot, ended: null);
            return;
        }
        if (_log.Spend())
            Log.TooManyRobots(_logger, _config.SocketPath, connected, _limits.Connections, _descriptors);
        _refusals.Refuse(robot, _stop.Token);
    }

    private void Start(Socket socket, TaskCompletionSource? ended)
    {
        string robot = $"{Path.GetFileName(_config.SocketPath)}#{++_robots}";
        var connection = new OpenArmConnection(socket, robot, _config, _route, _services, _limits, _logger);
        var thread = new Thread(() => Serve(connection, robot, ended), StackBytes)
        {
            Name = robot,
            IsBackground = true,
        };
        lock (_gate)
            _connections.Add(connection, thread);
        try
        {
            thread.Start();
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            // The process is at its limit of threads: this robot is refused, the others stay and so does the door.
            Log.NoThread(_logger, robot, fault.Message);
            End(connection, ended);
        }
    }

    private void Serve(OpenArmConnection connection, string robot, TaskCompletionSource? ended)
    {
        try
        {
            connection.Serve(_stop.Token);
        }
#pragma warning disable CA1031 // A bug in one robot's connection must not end the process that serves the others.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ConnectionThrew(_logger, robot, bug);
        }
        End(connection, ended);
    }

    private void End(OpenArmConnection connection, TaskCompletionSource? ended)
    {
        lock (_gate)
            _connections.Remove(connection);
        connection.Dispose();
        ended?.SetResult();
    }

    private void Join(Thread[] threads)
    {
        long begun = _services.Time.GetTimestamp();
        int left = 0;
        foreach (Thread thread in threads)
        {
            TimeSpan rest = _limits.DrainTime - _services.Time.GetElapsedTime(begun);
            if (!thread.Join(rest > TimeSpan.Zero ? rest : TimeSpan.Zero))
                left++;
        }
        if (left > 0)
            Log.NotDrained(_logger, left, _limits.DrainTime);
    }
}
