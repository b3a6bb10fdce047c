using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>A robot that asks a hundred times a second on one connection, and keeps a log of each tick.</summary>
internal sealed class LoggedRobot : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RobotSocket _socket;
    private readonly Thread _thread;
    private readonly string _request;
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<LoggedTick> _ticks = [];
    private bool _begins = true;
    private volatile bool _stop;
    private volatile Exception? _failure;

    /// <param name="socketPath">Of the gateway.</param>
    /// <param name="folder">Receives what it shows.</param>
    public LoggedRobot(string socketPath, string folder)
    {
        _socket = new RobotSocket(socketPath);
        _request = GoldenRequest.For(GoldenData.OpenArm("half"), folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        _thread = new Thread(Drive) { Name = "logged robot", IsBackground = true };
        _thread.Start();
    }

    public IReadOnlyList<LoggedTick> Ticks
    {
        get
        {
            lock (_gate)
                return [.. _ticks];
        }
    }

    /// <summary>The next tick is an episode's first.</summary>
    public void BeginEpisode() => Interlocked.Exchange(ref _begins, true);

    /// <summary>Waits until so many more ticks were answered.</summary>
    public void Answer(int count)
    {
        int until = Ticks.Count + count;
        Eventually.Holds(() => _failure is not null || Ticks.Count >= until, () => $"the robot stands: {this}");
        _failure.ShouldBeNull($"{this}");
    }

    /// <summary>The log's end, for the message of a failed test.</summary>
    public override string ToString() => string.Join('\n', Ticks.TakeLast(40));

    public void Dispose()
    {
        _stop = true;
        _thread.Join(Patience).ShouldBeTrue();
        _socket.Dispose();
    }

    private void Drive()
    {
        using var clock = new AutoResetEvent(initialState: false);
        try
        {
            TimeSpan due = Now();
            for (int number = 0; !_stop; number++)
            {
                Tick(number);
                TimeSpan now = Now();
                due = due + Period > now ? due + Period : now;
                if (due > now)
                    clock.WaitOne(due - now);
            }
        }
#pragma warning disable CA1031 // Told by whoever waits.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
    }

    private void Tick(int number)
    {
        bool begins = Interlocked.Exchange(ref _begins, false);
        string request = begins
            ? _request.Replace("\"reset\":false", "\"reset\":true", StringComparison.Ordinal)
            : _request;
        TimeSpan sent = Now();
        JsonElement answer = _socket.Ask(request);
        float[][] rows = [.. answer.GetProperty("positions").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.GetSingle()).ToArray())];
        string? error = answer.TryGetProperty("error", out JsonElement told) ? told.ToString() : null;
        var tick = new LoggedTick(number, begins, sent, Now(), rows, error);
        lock (_gate)
            _ticks.Add(tick);
    }

    private TimeSpan Now() => TimeProvider.System.GetElapsedTime(_began);
}
