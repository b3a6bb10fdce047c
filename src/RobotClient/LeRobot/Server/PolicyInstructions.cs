using System.Buffers;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>What a robot asks a server for.</summary>
internal static class PolicyInstructions
{
    private static readonly string[] Axes = ["height", "width", "channels"];

    /// <returns>A pickled <c>RemotePolicyConfig</c>, with features as LeRobot's client maps a robot's.</returns>
    public static ReadOnlyMemory<byte> Write(LeRobotClientOptions options, RobotFeatures features)
    {
        var pickle = new ArrayBufferWriter<byte>();
        RemotePolicyConfigWriter.Write(pickle, new RemotePolicyConfig
        {
            Module = options.Module,
            PolicyType = options.PolicyType,
            PretrainedNameOrPath = options.PretrainedNameOrPath,
            Features = [.. Map(features)],
            ActionsPerChunk = options.ActionsPerChunk,
            Device = options.PolicyDevice,
        });
        return pickle.WrittenMemory;
    }

    private static IEnumerable<LeRobotFeature> Map(RobotFeatures features)
    {
        if (features.Joints.Count > 0)
        {
            yield return new LeRobotFeature(
                "observation.state", "float32", [features.Joints.Count], features.Joints);
        }
        foreach (RobotCamera camera in features.Cameras)
        {
            yield return new LeRobotFeature(
                $"observation.images.{camera.Name}", "image", [camera.Height, camera.Width, 3], Axes);
        }
    }
}
