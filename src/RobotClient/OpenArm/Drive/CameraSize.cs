using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>One camera's pictures.</summary>
/// <param name="Name">Without the column's prefix, as <c>wrist_right</c>.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CameraSize(string Name, int Height, int Width)
{
    /// <summary>RGB, 8 bits each.</summary>
    public int Bytes => Height * Width * 3;
}
