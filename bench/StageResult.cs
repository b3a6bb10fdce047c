namespace PolicyGate.Bench;

/// <summary>One row of a case's table.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="ToPlainRead">Median over the plain read's median.</param>
/// <param name="ToBareRun">Median over the bare run's median.</param>
internal sealed record StageResult(Stage Stage, Distribution Milliseconds, double ToPlainRead, double ToBareRun)
{
    public static IReadOnlyList<StageResult> All(Samples samples)
    {
        double plainRead = samples.Of(Stage.PlainRead).P50;
        double bareRun = samples.Of(Stage.BareRun).P50;
        return [.. Enum.GetValues<Stage>().Select(stage => (Stage: stage, Times: samples.Of(stage)))
            .Select(row => new StageResult(
                row.Stage, row.Times, row.Times.P50 / plainRead, row.Times.P50 / bareRun))];
    }
}
