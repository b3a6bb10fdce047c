using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>Between a server's answers and the queue: what is not this robot's, or no good, stops here. For one
/// thread.</summary>
internal sealed class ChunkIntake(
    ActionQueue queue, int width, RefusalTally refusals, RunClock clock, ILeRobotRecorder? recorder)
{
    // 4096 actions with all that surrounds a tensor are 2^18 opcodes.
    private static readonly PickleLimits Limits =
        new(Bytes: 64 << 20, Opcodes: 1 << 22, Depth: 64, MemoEntries: 1 << 20);

    /// <summary>Answers that were taken.</summary>
    public long Chunks { get; private set; }

    /// <summary>Nanoseconds from an observation's being asked for to its chunk's being in the queue.</summary>
    public Histogram AnswerTimes { get; } = new();

    /// <summary>An answer that is not empty.</summary>
    /// <returns>Whether something of it will be executed.</returns>
    public bool Take(ReadOnlyMemory<byte> pickle)
    {
        if (TimedActionsReader.Read(pickle, Limits, out IReadOnlyList<TimedAction> chunk) is { } fault)
        {
            queue.NothingComes();
            ChunkRefusal malformed = ChunkRefusals.Malformed($"a pickle that cannot be read: {fault.Message}");
            refusals.Add(malformed);
            Record(-1, 0, pickle, malformed);
            return false;
        }
        if (chunk.Count == 0)
        {
            // To LeRobot's client, too, no actions are what waits from now on.
            queue.Hold();
            Record(-1, 0, pickle, null);
            return false;
        }
        ChunkRefusal? refused = queue.Put(chunk, Unfit(chunk), clock.Now, out long captured);
        if (refused is null)
            Good(clock.Now - captured);
        else
            refusals.Add(refused);
        Record(chunk[0].Timestep, chunk[0].Timestamp, pickle, refused);
        return refused is null;
    }

    private void Good(long nanoseconds)
    {
        Chunks++;
        AnswerTimes.Add(nanoseconds);
        refusals.Good();
    }

    private ChunkRefusal? Unfit(IReadOnlyList<TimedAction> chunk)
    {
        for (int i = 0; i < chunk.Count; i++)
        {
            TimedAction action = chunk[i];
            if (action.Timestep - chunk[0].Timestep != i)
            {
                return ChunkRefusals.Malformed(
                    $"action {i} is of timestep {action.Timestep}, expected {chunk[0].Timestep + i}");
            }
            if (action.Values.Length != width)
            {
                return ChunkRefusals.Malformed(
                    $"action {i} has {action.Values.Length} values, the robot takes {width}");
            }
        }
        foreach (TimedAction action in chunk)
        {
            int bad = Array.FindIndex(action.Values, value => !float.IsFinite(value));
            if (bad >= 0)
                return ChunkRefusals.NotFinite(action.Timestep, bad, action.Values[bad]);
        }
        return null;
    }

    private void Record(long timestep, double timestamp, ReadOnlyMemory<byte> pickle, ChunkRefusal? refused) =>
        recorder?.Answered(timestep, timestamp, pickle.Span, refused?.Kind);
}
