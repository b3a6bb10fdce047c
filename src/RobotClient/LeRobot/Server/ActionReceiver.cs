using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>Asks the server for actions again and again.</summary>
internal sealed class ActionReceiver(
    LeRobotClientOptions options, ActionQueue queue, ChunkIntake intake, RefusalTally refusals, RunClock clock)
{
    // What LeRobot's server waits for an observation before it says that it has none.
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);

    public CallWatch Watch { get; } = new(Usual, clock);

    /// <summary>Goes on until cancelled.</summary>
    /// <param name="connection">A server that is ready for an episode.</param>
    /// <param name="answers">Called with each answer, also with one that has nothing in it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The server has gone.</exception>
    public async Task RunAsync(LeRobotConnection connection, Action answers, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            long begun = clock.Now;
            if (!await AskAsync(connection, answers, cancel))
                await PauseAsync(begun, cancel);
        }
    }

    /// <returns>Whether a chunk came.</returns>
    private async Task<bool> AskAsync(LeRobotConnection connection, Action answers, CancellationToken cancel)
    {
        long asked = queue.Asks();
        try
        {
            Task<ReadOnlyMemory<byte>> call = connection.GetActionsAsync(options.ServerTimeout, cancel);
            await Watch.Follow(call);
            ReadOnlyMemory<byte> answer = await call;
            answers();
            if (!answer.IsEmpty)
                return intake.Take(answer);
            queue.NothingWaits(asked);
        }
        catch (GrpcException failure) when (ServerStatuses.IsOfOneCall(failure.Code))
        {
            refusals.Add(ChunkRefusals.ServerError(failure.Message));
            queue.NothingComes();
        }
        return false;
    }

    /// <summary>A server that has nothing to say at once is not asked more than once in a control period.</summary>
    private async Task PauseAsync(long begun, CancellationToken cancel)
    {
        TimeSpan left = options.Period - TimeSpan.FromMicroseconds((clock.Now - begun) / 1e3);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
