using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>An observation on its way from the robot to the server; one object is filled again and again.</summary>
internal sealed class ObservationFrame
{
    public ObservationFrame(RobotFeatures features, LeRobotClientOptions options)
    {
        Observation = new RobotObservation(features);
        Timed = new TimedObservation
        {
            Module = options.Module,
            // 2.x reads it as well.
            NumPy = NumPyModule.Core,
            JointNames = features.Joints,
            Joints = Observation.JointArray,
            Pictures =
            [
                .. features.Cameras.Select((camera, i) => new LeRobotPicture(
                    camera.Name, camera.Height, camera.Width, Observation.PictureMemory(i))),
            ],
            Task = options.Task,
        };
    }

    /// <summary>What the robot fills.</summary>
    public RobotObservation Observation { get; }

    /// <summary>The same, as it is written.</summary>
    public TimedObservation Timed { get; }

    /// <summary>When it was asked for, by the run's clock.</summary>
    public long Captured { get; set; }

    /// <summary>What it answers to.</summary>
    public QueueMoment Moment { get; set; }
}
