namespace PolicyGate.RobotClient.Robots;

/// <summary>What a simulated camera sees: a gradient, and a bar for each joint, as far to the right as it is.</summary>
/// <remarks>The gradient is drawn once: a picture costs a copy, and the bars.</remarks>
internal sealed class SimulatedPicture
{
    private const int BytesPerPixel = 3;

    // A joint there is at the picture's right edge; at the negative of it, at the left.
    private const double FullScale = 100;

    private readonly RobotCamera _camera;
    private readonly byte[] _background;
    private readonly int _barWidth;

    /// <param name="camera">Of the robot.</param>
    /// <param name="index">From 0: each camera has a tint of its own.</param>
    public SimulatedPicture(RobotCamera camera, int index)
    {
        _camera = camera;
        _background = new byte[camera.Bytes];
        _barWidth = Math.Max(1, camera.Width / 16);
        for (int y = 0, at = 0; y < camera.Height; y++)
        {
            for (int x = 0; x < camera.Width; x++)
            {
                _background[at++] = (byte)(y * byte.MaxValue / camera.Height);
                _background[at++] = (byte)(x * byte.MaxValue / camera.Width);
                _background[at++] = (byte)((40 * index) + 8);
            }
        }
    }

    public void Draw(ReadOnlySpan<double> joints, Span<byte> into)
    {
        _background.CopyTo(into);
        for (int joint = 0; joint < joints.Length; joint++)
        {
            double share = Math.Clamp((joints[joint] + FullScale) / (2 * FullScale), 0, 1);
            int left = (int)(share * (_camera.Width - _barWidth));
            int bottom = (joint + 1) * _camera.Height / joints.Length;
            for (int y = joint * _camera.Height / joints.Length; y < bottom; y++)
            {
                int at = ((y * _camera.Width) + left) * BytesPerPixel;
                into.Slice(at, _barWidth * BytesPerPixel).Fill((byte)(255 - (8 * joint)));
            }
        }
    }
}
