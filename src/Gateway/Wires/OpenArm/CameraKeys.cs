using System.Text;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>The metadata keys of one camera that the policy uses, as bytes to compare with.</summary>
internal sealed class CameraKeys(string camera)
{
    /// <summary>The Arrow column's name: <c>camera_head_left</c>.</summary>
    public string Column { get; } = OpenArmNames.CameraPrefix + camera;

    public byte[] Height { get; } = Encoding.UTF8.GetBytes($"{OpenArmNames.CameraPrefix}{camera}.height");

    public byte[] Width { get; } = Encoding.UTF8.GetBytes($"{OpenArmNames.CameraPrefix}{camera}.width");

    public byte[] PixelFormat { get; } = Encoding.UTF8.GetBytes($"{OpenArmNames.CameraPrefix}{camera}.encoding");
}
