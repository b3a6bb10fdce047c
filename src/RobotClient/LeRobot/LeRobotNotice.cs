namespace PolicyGate.RobotClient.LeRobot;

/// <summary>Something that whoever stands beside the robot should know; said once, not at every tick.</summary>
/// <param name="IsTrouble">Whether the robot holds, or something was refused; false for what went well again.</param>
/// <param name="Message">What happened, what the robot does about it, how to mend it. One line.</param>
public sealed record LeRobotNotice(bool IsTrouble, string Message);
