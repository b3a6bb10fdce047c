using System.Buffers;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Wires.LeRobot;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>Observations of a robot without cameras, as its client pickles them.</summary>
internal static class ObservationBytes
{
    public static string[] Joints(int count) => [.. Enumerable.Range(0, count).Select(i => $"joint_{i}.pos")];

    public static byte[] Of(long timestep, bool mustGo, double state, int joints = 4, params LeRobotPicture[] pictures)
    {
        var output = new ArrayBufferWriter<byte>();
        TimedObservationWriter.Write(output, new TimedObservation
        {
            Timestamp = 1000,
            Timestep = timestep,
            MustGo = mustGo,
            JointNames = Joints(joints),
            Joints = [.. Enumerable.Repeat(state, joints)],
            Pictures = pictures,
        });
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Lets it arrive.</summary>
    public static void Fill(ArrivedObservation observation, byte[] bytes, RobotFeatures? features = null)
    {
        observation.Reserve(bytes.Length, bytes.Length, out Memory<byte> room).ShouldBeNull();
        bytes.CopyTo(room);
        observation.Advance(bytes.Length);
        observation.Read(features ?? RobotFeatures.Of(Joints(4), [])).ShouldBeNull();
    }
}
