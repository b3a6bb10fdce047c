using PolicyGate.RobotClient.LeRobot.Queue;
using PolicyGate.RobotClient.LeRobot.Server;
using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Has the robot observe, and hands over what it saw. One call at a time.</summary>
internal sealed class ObservationCapture(
    IRobot robot, ActionQueue queue, ObservationMailbox mailbox, EpisodeOrigin origin, RunClock clock, WallClock wall,
    NoticeBoard notices)
{
    private bool _begins = true;
    private bool _isUnreadable;

    /// <summary>Nanoseconds that the robot took.</summary>
    public Histogram Times { get; } = new();

    /// <summary>Observations with a joint that is no number.</summary>
    public long NotFinite { get; private set; }

    /// <returns>False where the robot has nothing left to do.</returns>
    public bool Run()
    {
        ObservationFrame frame = mailbox.Rent();
        bool posted = false;
        try
        {
            RobotObservation seen = frame.Observation;
            (seen.Reset, seen.Over) = (false, false);
            frame.Captured = clock.Now;
            frame.Moment = queue.Moment();
            robot.Observe(seen);
            Times.Add(clock.Now - frame.Captured);
            _begins |= seen.Reset;
            posted = !seen.Over && IsReadable(seen);
            if (posted)
                Post(frame);
            return !seen.Over;
        }
        finally
        {
            if (!posted)
                mailbox.GiveBack(frame);
        }
    }

    private void Post(ObservationFrame frame)
    {
        lock (origin.Gate)
        {
            if (_begins)
            {
                frame.Moment = queue.BeginEpisode();
                (robot as IEpisodicRobot)?.EpisodeBegan();
                _begins = false;
            }
            origin.Set(frame.Moment.Episode, frame.Observation.Joints);
        }
        (frame.Timed.Timestep, frame.Timed.Timestamp) = (frame.Moment.Timestep, wall.At(frame.Captured));
        mailbox.Post(frame);
    }

    private bool IsReadable(RobotObservation seen)
    {
        int bad = 0;
        while (bad < seen.Joints.Length && double.IsFinite(seen.Joints[bad]))
            bad++;
        if (bad == seen.Joints.Length)
        {
            if (_isUnreadable)
                notices.Tell(isTrouble: false, "the robot tells all of its joints again: it goes on");
            _isUnreadable = false;
            return true;
        }
        // Nobody knows where it is: what was planned is worth nothing.
        lock (origin.Gate)
            queue.Drop(RefusalKind.LostTrack);
        NotFinite++;
        if (!_isUnreadable)
        {
            notices.Tell(isTrouble: true,
                $"the robot tells {seen.Joints[bad]} for {seen.Features.Joints[bad]}: such an observation is not sent, "
                + "and the robot holds until it tells where it is. Look at its sensors");
        }
        _isUnreadable = true;
        return false;
    }
}
