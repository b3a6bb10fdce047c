using PolicyGate.RobotClient.LeRobot.Control;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>Tells of a server that is connected and has fallen silent, once, and when it answers again.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly long Beyond = RunClock.Nanoseconds(TimeSpan.FromSeconds(1));

    private readonly Lock _gate = new();
    private readonly LeRobotClientOptions _options;
    private readonly CallWatch[] _calls;
    private readonly RunClock _clock;
    private readonly NoticeBoard _notices;
    private readonly Func<bool> _isThere;
    private readonly ITimer _timer;
    private long? _since;
    private bool _isDisposed;

    /// <param name="options">Of the run.</param>
    /// <param name="calls">What the server is asked.</param>
    /// <param name="isThere">Whether it is connected; a server that is lost is told of elsewhere.</param>
    /// <param name="clock">The run's.</param>
    /// <param name="notices">Gets what there is to tell.</param>
    public SilenceWatch(
        LeRobotClientOptions options, CallWatch[] calls, Func<bool> isThere, RunClock clock, NoticeBoard notices)
    {
        (_options, _calls, _isThere, _clock, _notices) = (options, calls, isThere, clock, notices);
        _timer = clock.Time.CreateTimer(_ => Look(), null, Glance, Glance);
    }

    /// <summary>From now on it looks no more, not even where it was about to.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
    }

    /// <summary>Looks once.</summary>
    private void Look()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            if (!_isThere())
            {
                _since = null;
                return;
            }
            long now = _clock.Now;
            long? since = _calls.Min(call => call.SilentSince(now, Beyond));
            if (since is not null && _since is null)
            {
                _notices.Tell(isTrouble: true,
                    $"the policy server {_options.ServerAddress} has not answered for {Seconds(now - since.Value)}: "
                    + "the robot plays out the actions that it has, and then holds. The server is given up after "
                    + $"{_options.ServerTimeout.TotalSeconds:0.#} s, and connected to anew");
            }
            else if (since is null && _since is { } before)
            {
                _notices.Tell(isTrouble: false,
                    $"the policy server {_options.ServerAddress} answers again, after {Seconds(now - before)}");
            }
            _since = since is null ? null : _since ?? since;
        }
    }

    private static string Seconds(long nanoseconds) => $"{RunClock.Seconds(nanoseconds):0.0} s";
}
