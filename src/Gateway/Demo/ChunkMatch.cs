using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>How one answer compares with the recorded right one.</summary>
/// <param name="LateRows">First rows of the recording that the gateway left out: their time had passed.</param>
/// <param name="Difference">Largest, over the rows that are there, in the joints' units; null where nothing could be
/// compared.</param>
/// <param name="Problem">Why nothing could be compared, or null.</param>
internal readonly record struct ChunkMatch(int LateRows, double? Difference, string? Problem)
{
    /// <summary>
    /// An answer without its first k rows is right when it equals the last T − k rows of the recording's T.
    /// </summary>
    public static ChunkMatch Of(OpenArmAnswer answer, OpenArmAnswer recorded)
    {
        if (answer.IsSkip)
            return new ChunkMatch(0, Difference: null, answer.Error?.Message ?? "skipped without a reason");
        int late = recorded.Positions.Count - answer.Positions.Count;
        if (late < 0)
            return Incomparable($"{answer.Positions.Count} rows where the recording has {recorded.Positions.Count}");
        if (answer.IntervalNanoseconds != recorded.IntervalNanoseconds)
        {
            return Incomparable($"{answer.IntervalNanoseconds} ns between rows where the recording has "
                + $"{recorded.IntervalNanoseconds}");
        }
        double largest = 0;
        for (int i = 0; i < answer.Positions.Count; i++)
        {
            (float[] found, float[] expected) = (answer.Positions[i], recorded.Positions[late + i]);
            if (found.Length != expected.Length)
                return Incomparable($"{found.Length} joints where the recording has {expected.Length}");
            for (int joint = 0; joint < found.Length; joint++)
                largest = Math.Max(largest, Math.Abs((double)found[joint] - expected[joint]));
        }
        return new ChunkMatch(late, largest, Problem: null);
    }

    private static ChunkMatch Incomparable(string why) => new(0, Difference: null, why);
}
