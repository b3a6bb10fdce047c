namespace PolicyGate.Gateway.Pictures;

/// <summary>What one picture is resized in: its lines, and the result. Kept from picture to picture.</summary>
internal abstract class PictureCanvas
{
    protected const int Channels = 3;

    /// <summary>Of the result, where that is bytes.</summary>
    public virtual ReadOnlySpan<byte> Pixels => default;

    /// <summary>Of the result, where that is floats.</summary>
    public virtual ReadOnlySpan<float> Values => default;

    /// <summary>Makes room, and the border.</summary>
    public abstract void Prepare(ResamplePlan plan);

    /// <summary>Takes lines; any number of threads at once.</summary>
    /// <param name="plan">The picture's.</param>
    /// <param name="firstLine">The first of them.</param>
    /// <param name="lines">As the camera has them.</param>
    public abstract void Take(ResamplePlan plan, int firstLine, ReadOnlySpan<byte> lines);

    /// <summary>Makes the result, when all lines are there.</summary>
    public abstract void Complete(ResamplePlan plan);
}
