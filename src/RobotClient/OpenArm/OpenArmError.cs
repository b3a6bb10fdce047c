namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Why a tick was not answered with positions, in the gateway's words.</summary>
public sealed record OpenArmError(string Code, string Message);
