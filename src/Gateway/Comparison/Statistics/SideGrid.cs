namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>Where in one side's chunks the shared joints and moments are.</summary>
/// <param name="form">Of its model's chunks.</param>
/// <param name="joints">Indices in a row, by shared joint.</param>
internal sealed class SideGrid(ChunkForm form, IReadOnlyList<int> joints)
{
    public ChunkForm Form => form;

    public IReadOnlyList<int> Joints => joints;

    /// <summary>Where a shared joint is at a shared moment.</summary>
    /// <param name="chunk">Row by row.</param>
    /// <param name="intervalNanoseconds">Between its rows.</param>
    /// <param name="joint">Of those shared.</param>
    /// <param name="step">Of those shared, from 0.</param>
    /// <param name="stepNanoseconds">Between them.</param>
    public double At(
        ReadOnlySpan<float> chunk, long intervalNanoseconds, int joint, int step, long stepNanoseconds) =>
        SharedGrid.At(
            chunk, form.Width, joints[joint], ((step + 1) * ((double)stepNanoseconds / intervalNanoseconds)) - 1);
}
