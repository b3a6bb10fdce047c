using System.Buffers;
using PolicyGate.Formats.LeRobot;
using RobotCamera = PolicyGate.RobotClient.RobotCamera;
using RobotFeatures = PolicyGate.RobotClient.RobotFeatures;

namespace PolicyGate.Tests.Gateway.Robots;

/// <summary>What a robot of two joints and a camera sends and gets, pickled.</summary>
internal static class RobotMessages
{
    public const double Interval = 1.0 / 30;

    public static RobotFeatures Features { get; } = new()
    {
        Joints = ["pan.pos", "lift.pos"],
        Cameras = [new RobotCamera("front", 2, 3)],
    };

    public static byte[] Instructions(string policy) => Pickled(output => RemotePolicyConfigWriter.Write(
        output, new RemotePolicyConfig
        {
            Module = LeRobotModule.AsyncInference,
            PolicyType = "act",
            PretrainedNameOrPath = policy,
            ActionsPerChunk = 4,
            Features =
            [
                new LeRobotFeature("observation.state", "float32", [2], Features.Joints),
                new LeRobotFeature("observation.images.front", "image", [2, 3, 3], ["height", "width", "channels"]),
            ],
        }));

    /// <summary>The joints are at the timestep and its negative, the picture is all of it.</summary>
    public static byte[] Observation(long timestep) => Pickled(output => TimedObservationWriter.Write(
        output, new TimedObservation
        {
            Module = LeRobotModule.AsyncInference,
            Timestamp = TimestampOf(timestep),
            Timestep = timestep,
            JointNames = Features.Joints,
            Joints = [timestep, -timestep],
            Pictures = [new LeRobotPicture("front", 2, 3, Picture(timestep))],
        }));

    /// <summary>Row i has the timestep + i and its negative.</summary>
    public static byte[] Actions(long timestep, int rows = 4, int width = 2) => Pickled(
        output => TimedActionsWriter.Write(
            output, LeRobotModule.AsyncInference, TimestampOf(timestep), timestep, Interval,
            Rows(timestep, rows, width), width));

    public static float[] Rows(long timestep, int rows = 4, int width = 2) =>
        [.. Enumerable.Range(0, rows * width).Select(i => (i % 2 == 0 ? 1f : -1f) * (timestep + (i / width)))];

    public static byte[] Picture(long timestep) => [.. Enumerable.Repeat((byte)timestep, 2 * 3 * 3)];

    public static double TimestampOf(long timestep) => 1000 + (timestep * Interval);

    private static byte[] Pickled(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
