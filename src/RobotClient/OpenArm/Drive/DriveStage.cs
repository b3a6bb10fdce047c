using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>One of the server's own stages.</summary>
/// <param name="Name">As the answers' <c>timing</c> has it, without the unit.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record DriveStage(string Name, Distribution Milliseconds);
