using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>
/// A robot's side of the network: connects, shows what the robot sees, takes what comes; and connects anew, again and
/// again, when the server is lost. None of it is ever waited for by the control loop.
/// </summary>
internal sealed class ServerLink(
    LeRobotClientOptions options, ReadOnlyMemory<byte> instructions, ObservationSender sender, ActionReceiver receiver,
    ActionQueue queue, RunClock clock, NoticeBoard notices, RunFault fault) : IDisposable
{
    // A server that is ready at once is not told of twice.
    private static readonly TimeSpan LongLoad = TimeSpan.FromSeconds(2);

    // The longest pause between tries where a server takes a robot in and then fails at it.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly CallWatch _ready = new(TimeSpan.Zero, clock);
    private Task _serving = Task.CompletedTask;
    private volatile bool _isThere;
    private bool _answers;
    private TimeSpan _pause = options.ReconnectDelay;
    private string? _told;
    private long _lost;
    private long _served;

    /// <summary>Whether the server is there and has the robot's instructions.</summary>
    public bool IsThere => _isThere;

    /// <summary>Times that the server was connected to anew.</summary>
    public long Reconnects => Math.Max(0, _served - 1);

    public void Start() => _serving = Task.Run(ServeAsync);

    /// <summary>What the server is asked, for whoever watches whether it answers.</summary>
    public CallWatch[] Calls => [sender.Watch, receiver.Watch, _ready];

    /// <summary>Gives up what is under way, and closes the connection.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _serving.Wait();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        CancellationToken stop = _stop.Token;
        _lost = clock.Now;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                TimeSpan pause = await ServeOnceAsync(stop);
                await Task.Delay(pause, clock.Time, stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
#pragma warning disable CA1031 // Whatever it is, it ends the run: the control loop throws it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            fault.Set(failure);
        }
    }

    /// <returns>How long to wait before the next try.</returns>
    private async Task<TimeSpan> ServeOnceAsync(CancellationToken stop)
    {
        using var connection = new LeRobotConnection(options.ServerAddress);
        try
        {
            await connection.ReadyAsync(options.ServerTimeout, stop);
            await InstructAsync(connection, stop);
            Found();
            while (true)
            {
                await ExchangeAsync(connection, stop);
                await _ready.Follow(connection.ReadyAsync(options.ServerTimeout, stop));
            }
        }
        catch (IOException failure)
        {
            return Lost(failure);
        }
    }

    private async Task InstructAsync(LeRobotConnection connection, CancellationToken stop)
    {
        try
        {
            Task call = connection.InstructAsync(instructions, options.LoadTimeout, stop);
            if (await Task.WhenAny(call, Task.Delay(LongLoad, clock.Time, stop)) != call
                && !stop.IsCancellationRequested)
            {
                notices.Tell(isTrouble: false,
                    $"the policy server {options.ServerAddress} is there, and makes {options.PretrainedNameOrPath} "
                    + $"ready: it has {options.LoadTimeout.TotalSeconds:0.#} s for that");
            }
            await call;
        }
        catch (GrpcException refused) when (_served == 0 && ServerStatuses.IsForGood(refused.Code))
        {
            throw new RobotException(
                $"the policy server {options.ServerAddress} refuses what this robot asks for: {refused.Message}",
                refused);
        }
    }

    /// <summary>Serves one episode.</summary>
    private async Task ExchangeAsync(LeRobotConnection connection, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task sending = sender.RunAsync(connection, ended.Token);
        Task receiving = receiver.RunAsync(connection, Answers, ended.Token);
        Task first = await Task.WhenAny(sending, receiving);
        await ended.CancelAsync();
        // What waits for a server's answer goes with the episode, or with the connection.
        await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        stop.ThrowIfCancellationRequested();
    }

    private void Found()
    {
        queue.NothingComes();
        _isThere = true;
        _served++;
        if (_served > 1)
            return;
        _told = null;
        notices.Tell(isTrouble: false, $"the policy server {options.ServerAddress} is there");
    }

    /// <summary>It was asked for actions and said something: only now a server that was lost is back. One that takes
    /// every robot in and then fails would else be lost and back again for days.</summary>
    private void Answers()
    {
        if (_answers)
            return;
        _answers = true;
        _pause = options.ReconnectDelay;
        if (_told is null)
            return;
        _told = null;
        notices.Tell(isTrouble: false,
            $"the policy server {options.ServerAddress} is back after {Seconds(clock.Now - _lost)}");
    }

    /// <returns>How long to wait before the next try.</returns>
    private TimeSpan Lost(IOException failure)
    {
        bool was = _isThere;
        TimeSpan pause = was ? _pause : options.ReconnectDelay;
        if (was)
            _pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, Math.Max(pause.Ticks, LongestPause.Ticks)));
        (_isThere, _answers) = (false, false);
        Tell(failure, was);
        return pause;
    }

    private void Tell(IOException failure, bool was)
    {
        if (_told is null && was)
            _lost = clock.Now;
        // A server that is not there is told of once; why it refuses, each time that it says something else.
        string kind = failure is GrpcException ? failure.Message : "";
        // Nor is one that is still lost lost again because it fails in another place.
        if (_told == kind || (was && _told is not null))
            return;
        _told = kind;
        string what = was ? "is lost" : _served > 0 ? "is still lost" : "cannot be used yet";
        string meanwhile = _served > 0 ? "plays out the actions that it has, and then holds" : "is not moved";
        notices.Tell(isTrouble: true,
            $"the policy server {options.ServerAddress} {what} ({failure.Message}): the robot {meanwhile}. It goes on "
            + "by itself once the server is there: start it, or mend the address");
    }

    private static string Seconds(long nanoseconds) => $"{RunClock.Seconds(nanoseconds):0.0} s";
}
