namespace PolicyGate.Scripted;

/// <summary>Rows of joint positions, at least one.</summary>
/// <param name="values">Row after row.</param>
/// <param name="width">Joints.</param>
internal sealed class Trajectory(float[] values, int width)
{
    public int Width => width;

    public int Rows => values.Length / width;

    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * width, width);
}
