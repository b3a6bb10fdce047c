namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>Tells a recorder what goes out, and where an episode begins.</summary>
internal sealed class EpisodeRecorder(
    ILeRobotRecorder? recorder, RobotFeatures features, ReadOnlyMemory<byte> instructions)
{
    private int? _episode;

    public void Sent(ObservationFrame frame, ReadOnlySpan<byte> pickle)
    {
        if (recorder is null)
            return;
        if (_episode != frame.Moment.Episode)
            recorder.Began(features, instructions);
        _episode = frame.Moment.Episode;
        recorder.Sent(frame.Timed.Timestep, frame.Timed.Timestamp, pickle);
    }
}
