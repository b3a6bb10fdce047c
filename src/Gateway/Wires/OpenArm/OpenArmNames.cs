namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Names on the OpenArm wire that more than one place needs.</summary>
internal static class OpenArmNames
{
    /// <summary>What a camera's column and metadata keys begin with.</summary>
    public const string CameraPrefix = "camera_";
}
