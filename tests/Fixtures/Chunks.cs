using System.Buffers;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Answers of a LeRobot policy server.</summary>
internal static class Chunks
{
    private const double Interval = 1 / 30.0;

    /// <summary>Rows of one action each: row i is the values + 0.01 i.</summary>
    public static TimedAction[] Of(long timestep, double timestamp, int rows, params float[] values) =>
    [
        .. Enumerable.Range(0, rows).Select(i => new TimedAction(
            timestamp + (i * Interval), timestep + i, [.. values.Select(value => value + (0.01f * i))])),
    ];

    /// <summary>As the server pickles them.</summary>
    public static byte[] Pickle(this IReadOnlyList<TimedAction> actions)
    {
        var pickle = new ArrayBufferWriter<byte>();
        TimedActionsWriter.Write(
            pickle, LeRobotModule.AsyncInference, actions.Count > 0 ? actions[0].Timestamp : 0,
            actions.Count > 0 ? actions[0].Timestep : 0, Interval, [.. actions.SelectMany(action => action.Values)],
            actions.Count > 0 ? actions[0].Values.Length : 1);
        return pickle.WrittenSpan.ToArray();
    }
}
