namespace PolicyGate.Gateway.Demo;

/// <summary>Plain lines, one about every second, for files, pipes and build logs.</summary>
internal sealed class PlainView(TextWriter output) : IDemoView
{
    // Four ticks of 267 ms are about a second.
    private const int TicksPerLine = 4;

    public void Say(string line) => output.WriteLine(line);

    public Task FollowAsync(DemoTally tally, Func<Action, Task> play) => play(() =>
    {
        bool ends = tally.Observations == tally.Expected || tally.Failure is not null;
        if (ends || tally.Observations % TicksPerLine == 0)
            output.WriteLine(Line(tally));
    });

    private static string Line(DemoTally tally)
    {
        string stages = string.Join(" ", tally.Stages(50).Select(stage => $"{stage.Name} {stage.Milliseconds:0.0}"));
        return $"  {tally.Observations,2} observations, {tally.Chunks,2} chunks, {tally.SkipText}, "
            + $"{tally.LateRows} rows dropped as late; round trip p50 {Milliseconds(tally, 50)} "
            + $"p99 {Milliseconds(tally, 99)} ms ({stages})";
    }

    private static string Milliseconds(DemoTally tally, double percentile) =>
        $"{tally.RoundTrip(percentile).TotalMilliseconds:0.0}";
}
