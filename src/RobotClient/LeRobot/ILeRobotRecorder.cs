namespace PolicyGate.RobotClient.LeRobot;

/// <summary>
/// Gets what a robot sees, is told and does, as it happens; calls come from several threads, and must return at once.
/// </summary>
public interface ILeRobotRecorder
{
    /// <summary>An episode begins.</summary>
    /// <param name="features">Of the robot.</param>
    /// <param name="instructions">The pickled <c>RemotePolicyConfig</c> that the server has.</param>
    void Began(RobotFeatures features, ReadOnlyMemory<byte> instructions);

    /// <summary>An observation is on its way to the server.</summary>
    /// <param name="timestep">Its own, which its answer's first action has again.</param>
    /// <param name="timestamp">Its own, seconds since 1970, which its answer's first action has again.</param>
    /// <param name="pickle">Good until this returns.</param>
    void Sent(long timestep, double timestamp, ReadOnlySpan<byte> pickle);

    /// <summary>An answer came.</summary>
    /// <param name="timestep">Of the observation that it answers.</param>
    /// <param name="timestamp">Of the observation that it answers.</param>
    /// <param name="pickle">Good until this returns.</param>
    /// <param name="refused">Why nothing of it is executed; null where something may be.</param>
    void Answered(long timestep, double timestamp, ReadOnlySpan<byte> pickle, string? refused);

    /// <summary>The robot was commanded; from the control loop.</summary>
    /// <param name="timestep">Of the action.</param>
    /// <param name="queued">Actions in the queue before it was taken, it included.</param>
    /// <param name="action">What the policy wanted, aggregated.</param>
    /// <param name="command">What was sent to the robot: the action within the limits.</param>
    void Acted(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command);
}
