namespace PolicyGate.Scripted;

/// <summary>A trajectory from the episode's start; its last row is held when it has run out.</summary>
internal sealed class ReplayScript(Trajectory trajectory) : IScript
{
    public void Fill(Span<float> chunk, ReadOnlySpan<float> shown, ReadOnlySpan<float> first, double played)
    {
        int last = trajectory.Rows - 1;
        int row = (int)Math.Min(Math.Round(played), last);
        for (; chunk.Length > 0; chunk = chunk[trajectory.Width..])
        {
            trajectory.Row(row).CopyTo(chunk);
            row = Math.Min(row + 1, last);
        }
    }
}
