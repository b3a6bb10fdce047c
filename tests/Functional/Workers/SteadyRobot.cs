using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Workers;

/// <summary>A robot that asks thirty times a second on one connection, and how long it went without rows.</summary>
internal sealed class SteadyRobot : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.0 / 30);

    private readonly RobotSocket _socket;
    private readonly Thread _thread;
    private readonly string _request;
    private readonly Lock _gate = new();
    private volatile bool _stop;
    private volatile Exception? _failure;
    private long _lastGood = TimeProvider.System.GetTimestamp();
    private TimeSpan _longestGap;
    private int _good;
    private int _failed;

    public SteadyRobot(ServedGateway gateway)
    {
        _socket = gateway.Connect();
        _request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder)
            .Replace("\"reset\":true", "\"reset\":false", StringComparison.Ordinal);
        _thread = new Thread(Drive) { Name = "steady robot", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ticks answered with rows, and those answered with none.</summary>
    public (int Good, int Failed) Ticks
    {
        get
        {
            lock (_gate)
                return (_good, _failed);
        }
    }

    /// <summary>The longest time from one answer with rows to the next, beyond one interval; begins anew.</summary>
    public TimeSpan TakeLongestGap()
    {
        _failure.ShouldBeNull();
        lock (_gate)
        {
            TimeSpan longest = _longestGap;
            _longestGap = TimeSpan.Zero;
            return longest - Interval;
        }
    }

    /// <summary>Waits until it has been answered with rows so many more times.</summary>
    public void WaitForAnswers(int count, ServedGateway gateway)
    {
        int until = Ticks.Good + count;
        Eventually.Holds(() => Ticks.Good >= until || _failure is not null, () => gateway.Log.Text);
        _failure.ShouldBeNull(gateway.Log.Text);
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _socket.Dispose();
    }

    private void Drive()
    {
        using var clock = new AutoResetEvent(initialState: false);
        try
        {
            long next = TimeProvider.System.GetTimestamp();
            while (!_stop)
            {
                JsonElement answer = _socket.Ask(_request);
                Note(answer.GetProperty("positions").GetArrayLength() > 0 && !answer.TryGetProperty("error", out _));
                next += (long)(Interval.TotalSeconds * TimeProvider.System.TimestampFrequency);
                TimeSpan left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), next);
                if (left > TimeSpan.Zero)
                    clock.WaitOne(left);
                else
                    next = TimeProvider.System.GetTimestamp();
            }
        }
#pragma warning disable CA1031 // Told by whoever waits.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
    }

    private void Note(bool good)
    {
        lock (_gate)
        {
            if (!good)
            {
                _failed++;
                return;
            }
            long now = TimeProvider.System.GetTimestamp();
            TimeSpan gap = TimeProvider.System.GetElapsedTime(_lastGood, now);
            (_lastGood, _good) = (now, _good + 1);
            if (gap > _longestGap)
                _longestGap = gap;
        }
    }
}
