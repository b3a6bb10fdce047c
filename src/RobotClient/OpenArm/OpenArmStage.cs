namespace PolicyGate.RobotClient.OpenArm;

/// <summary>One entry of an answer's <c>timing</c>.</summary>
/// <param name="Name">Without its unit, as <c>run</c>.</param>
/// <param name="Milliseconds">How long it took.</param>
public readonly record struct OpenArmStage(string Name, double Milliseconds);
