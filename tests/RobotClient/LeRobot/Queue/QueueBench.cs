using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>A robot's queue and what fills it, with neither robot nor server.</summary>
internal sealed class QueueBench : IDisposable
{
    private double _timestamp = 1_750_000_000;

    public QueueBench(
        int width = 1, int actionsPerChunk = 10, double threshold = 0.5, ActionAggregate? aggregate = null)
    {
        Options = new LeRobotClientOptions
        {
            PolicyType = "act",
            PretrainedNameOrPath = "reach",
            ActionsPerChunk = actionsPerChunk,
            ChunkSizeThreshold = threshold,
            Aggregate = aggregate ?? ActionAggregates.WeightedAverage,
        };
        Clock = new RunClock(Time);
        Board = new NoticeBoard(Heard.Hear, new RunFault());
        Queue = new ActionQueue(Options, width);
        Refusals = new RefusalTally(Board);
        Intake = new ChunkIntake(Queue, width, Refusals, Clock, recorder: null);
    }

    public LeRobotClientOptions Options { get; }

    public ManualTime Time { get; } = new();

    public RunClock Clock { get; }

    public HeardNotices Heard { get; } = new();

    public NoticeBoard Board { get; }

    public ActionQueue Queue { get; }

    public RefusalTally Refusals { get; }

    public ChunkIntake Intake { get; }

    /// <summary>An observation goes out now.</summary>
    /// <returns>What its answer has to name.</returns>
    public (long Timestep, double Timestamp, bool MustGo) Send()
    {
        QueueMoment moment = Queue.Moment();
        double timestamp = _timestamp += 0.1;
        Queue.Announce(moment, ref timestamp, Clock.Now, out bool mustGo).ShouldBeTrue();
        return (moment.Timestep, timestamp, mustGo);
    }

    /// <summary>An observation goes out and is answered at once.</summary>
    public bool Chunk(int rows, params float[] values)
    {
        (long timestep, double timestamp, _) = Send();
        return Take(Chunks.Of(timestep, timestamp, rows, values));
    }

    public bool Take(params TimedAction[] chunk) => Intake.Take(chunk.Pickle());

    /// <summary>Executes so many actions.</summary>
    /// <returns>Their first values.</returns>
    public float[] Execute(int count)
    {
        var executed = new List<float>();
        float[] action = new float[Options.ActionsPerChunk];
        for (int i = 0; i < count && Queue.Take(action, out _) > 0; i++)
            executed.Add(action[0]);
        return [.. executed];
    }

    public void Dispose() => Board.Dispose();
}
