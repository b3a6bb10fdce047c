namespace PolicyGate.Scripted;

/// <summary>A sine on every joint about the first positions, where it begins.</summary>
/// <param name="amplitude">In the joints' units.</param>
/// <param name="periodRows">A period's length in rows.</param>
internal sealed class SineScript(double amplitude, double periodRows) : IScript
{
    public void Fill(Span<float> chunk, ReadOnlySpan<float> shown, ReadOnlySpan<float> first, double played)
    {
        for (double row = played; chunk.Length > 0; row++, chunk = chunk[first.Length..])
        {
            float offset = (float)(amplitude * Math.Sin(2 * Math.PI * row / periodRows));
            for (int joint = 0; joint < first.Length; joint++)
                chunk[joint] = first[joint] + offset;
        }
    }
}
