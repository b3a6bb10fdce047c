namespace PolicyGate.Bench;

/// <summary>A case's figures for people.</summary>
internal static class ResultTable
{
    public static void Write(CaseResult result, TextWriter output)
    {
        string pace = result.Hz is { } hz ? $"at {hz} Hz" : "back to back";
        output.WriteLine();
        output.WriteLine($"{result.Name}: {result.Ticks} ticks {pace}, {result.BytesUsed / 1e6:0.000} MB used of "
            + $"{result.FileBytes / 1e6:0.000}");
        output.WriteLine($"{"",-11}{"p50 ms",9}{"p99",9}{"p99.9",9}{"max",9}{"/ read",9}{"/ bare",9}");
        foreach (StageResult row in result.Stages)
        {
            Distribution times = row.Milliseconds;
            output.WriteLine($"{Name(row.Stage),-11}{times.P50,9:0.000}{times.P99,9:0.000}{times.P999,9:0.000}"
                + $"{times.Max,9:0.000}{row.ToPlainRead,9:0.00}{row.ToBareRun,9:0.00}");
        }
        output.WriteLine($"managed bytes allocated per tick: {result.AllocatedBytesPerTick:0.#}, "
            + $"per bare run: {result.AllocatedBytesPerBareRun:0.#}");
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.RoundTrip => "round trip",
        Stage.PlainRead => "plain read",
        Stage.BareRun => "bare run",
        _ => stage.ToString().ToLowerInvariant(),
    };
}
