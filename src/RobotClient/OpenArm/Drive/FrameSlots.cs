namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>Where in a drawn frame's file the values stand that differ from tick to tick.</summary>
/// <param name="PositionAt">Of the first position, float32 each.</param>
/// <param name="IdAt">Of the int64 id.</param>
internal sealed record FrameSlots(int PositionAt, int IdAt);
