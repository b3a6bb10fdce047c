namespace PolicyGate.Gateway.Robots;

/// <summary>What a robot's recording says of its run.</summary>
/// <param name="Folder">Recorded into.</param>
/// <param name="Policy">As the robot asked for it.</param>
/// <param name="Server">As <c>127.0.0.1:8080</c>.</param>
/// <param name="Fps">Actions a second.</param>
internal sealed record RobotRecorderOptions(string Folder, string Policy, string Server, double Fps);
