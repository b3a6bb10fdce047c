using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Shadows;

/// <summary>
/// Somebody who wants to see what a policy makes of robots' observations while another answers: a route's shadow, the
/// trial of a swap, a policy that has failed and is to run well again.
/// </summary>
internal interface IShadow
{
    /// <summary>What is run; another from one tick to the next where it was swapped.</summary>
    PolicyVersion Version { get; }

    /// <summary>
    /// Whether it is run also while it answers other robots, between their ticks; one of those may then wait for as
    /// long as a run takes.
    /// </summary>
    bool MaySharePolicy => false;

    /// <summary>Whether it is run only while the machine has processors to spare.</summary>
    bool NeedsSpareTime => true;

    /// <summary>Whether it looks at this robot's ticks. By the robot's thread: a comparison or two.</summary>
    bool Follows(RobotSeats robot);

    /// <summary>A run is over, well or not. By the shadow's thread.</summary>
    void Seen(RobotSeats robot, in ShadowRun run);

    /// <summary>A tick that it follows was not run. By any thread.</summary>
    void Shed(RobotSeats robot, ShadowShed reason)
    {
    }
}
