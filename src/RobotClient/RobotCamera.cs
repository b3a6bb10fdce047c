namespace PolicyGate.RobotClient;

/// <summary>A camera of a robot.</summary>
/// <param name="Name">As <c>front</c>: a policy knows it as <c>observation.images.front</c>.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
public sealed record RobotCamera(string Name, int Height, int Width)
{
    /// <summary>Of a picture: three bytes a pixel.</summary>
    public int Bytes => Height * Width * 3;
}
