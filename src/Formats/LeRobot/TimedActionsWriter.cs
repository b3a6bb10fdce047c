using System.Buffers;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Writes a pickled <c>list[TimedAction]</c>.</summary>
internal static class TimedActionsWriter
{
    /// <param name="output">Receives the pickle.</param>
    /// <param name="module">The client's own.</param>
    /// <param name="timestamp">Of the observation; action i is <c>i · interval</c> later.</param>
    /// <param name="timestep">Of the observation; action i is i later.</param>
    /// <param name="interval">Seconds between actions.</param>
    /// <param name="values">All rows.</param>
    /// <param name="width">Values of a row.</param>
    public static void Write(
        IBufferWriter<byte> output, LeRobotModule module, double timestamp, long timestep, double interval,
        ReadOnlySpan<float> values, int width) => throw new NotSupportedException();
}
