namespace PolicyGate.Gateway.Measurement;

/// <summary>One row of a case's table.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="ToPlainRead">Median over the plain read's median.</param>
internal sealed record StageResult(Stage Stage, Distribution Milliseconds, double ToPlainRead)
{
    /// <summary>All that was measured.</summary>
    public static IReadOnlyList<StageResult> All(Samples samples)
    {
        double plainRead = samples.Of(Stage.PlainRead)?.P50 ?? double.NaN;
        var results = new List<StageResult>();
        foreach (Stage stage in Enum.GetValues<Stage>())
        {
            if (samples.Of(stage) is { } times)
                results.Add(new StageResult(stage, times, times.P50 / plainRead));
        }
        return results;
    }
}
