namespace PolicyGate.Gateway.Recording;

/// <summary>What a recorded robot spoke.</summary>
internal enum RecordedWire
{
    OpenArm,
    LeRobot,
}
