namespace PolicyGate.RobotClient.Charts;

/// <summary>
/// Leaves of each pixel column the first, the least, the greatest and the last sample, in their order: a line through
/// them looks as one through all.
/// </summary>
internal static class ThinnedSamples
{
    // First, least, greatest, last.
    private const int OfColumn = 4;

    /// <param name="samples">By time.</param>
    /// <param name="seconds">The axis' length; above 0.</param>
    /// <param name="columns">The axis' pixels.</param>
    public static List<QueueSample> Of(IReadOnlyList<QueueSample> samples, double seconds, int columns)
    {
        if (samples.Count <= OfColumn * columns)
            return [.. samples];
        var kept = new List<QueueSample>(OfColumn * columns);
        for (int first = 0, next; first < samples.Count; first = next)
        {
            int column = ColumnOf(samples[first]);
            (int least, int greatest) = (first, first);
            for (next = first + 1; next < samples.Count && ColumnOf(samples[next]) == column; next++)
            {
                least = samples[next].Size < samples[least].Size ? next : least;
                greatest = samples[next].Size > samples[greatest].Size ? next : greatest;
            }
            foreach (int index in new SortedSet<int> { first, least, greatest, next - 1 })
                kept.Add(samples[index]);
        }
        return kept;

        int ColumnOf(QueueSample sample) => (int)(sample.Seconds / seconds * columns);
    }
}
