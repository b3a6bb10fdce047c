namespace PolicyGate.Scripted;

/// <summary>The positions just shown, in every row.</summary>
internal sealed class HoldScript : IScript
{
    public void Fill(Span<float> chunk, ReadOnlySpan<float> shown, ReadOnlySpan<float> first, double played)
    {
        for (; chunk.Length > 0; chunk = chunk[shown.Length..])
            shown.CopyTo(chunk);
    }
}
