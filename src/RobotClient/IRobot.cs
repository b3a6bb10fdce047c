namespace PolicyGate.RobotClient;

/// <summary>A robot as a policy's client drives it: an arm and its cameras, whatever they are connected by.</summary>
/// <remarks>
/// Connect, then observe and act as often as wanted, then disconnect. One call at a time, unless
/// <see cref="ObservesWhileActing"/>. A call takes the control period's time: what takes long belongs on a thread of
/// the robot's own, as cameras do. Whatever a call throws ends the run; <see cref="RobotException"/> says it best.
/// </remarks>
public interface IRobot
{
    /// <summary>What it shows and what it takes; known once it is connected, and the same from then on.</summary>
    RobotFeatures Features { get; }

    /// <summary>
    /// Whether <see cref="Observe"/> may run on another thread while <see cref="Act"/> and <see cref="ReadPosition"/>
    /// run: then no picture that takes long delays a command.
    /// </summary>
    bool ObservesWhileActing => false;

    /// <summary>Makes it ready to observe and act. It stands where it stands.</summary>
    /// <exception cref="RobotException">It is not there, or refuses.</exception>
    void Connect(CancellationToken cancel);

    /// <summary>
    /// Fills in what it sees and where it is: all joints and all pictures, each time. The joints are read first: the
    /// observation counts as of the call's beginning, also where commands go out while a picture takes long.
    /// </summary>
    /// <exception cref="RobotException">It cannot be read.</exception>
    void Observe(RobotObservation observation);

    /// <summary>Commands it, and returns when the command is out.</summary>
    /// <param name="action">
    /// A value for each of <see cref="RobotFeatures.Actions"/>, in their order and units. Finite, and within the
    /// limits.
    /// </param>
    /// <exception cref="RobotException">It does not take it.</exception>
    void Act(ReadOnlySpan<float> action);

    /// <summary>Where its joints are now, if it can tell that more cheaply than by an observation.</summary>
    /// <param name="joints">Of <see cref="RobotFeatures.Joints"/>.</param>
    /// <returns>False where it cannot: then no command can be limited relative to where it is.</returns>
    bool ReadPosition(Span<double> joints) => false;

    /// <summary>
    /// Lets go of it, also after a failure; the last command stands, or what the robot makes of none.
    /// </summary>
    void Disconnect();
}
