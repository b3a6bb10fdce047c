namespace PolicyGate.Gateway.Measurement;

/// <summary>A case's figures for people.</summary>
internal static class ResultTable
{
    public static void Write(CaseResult result, TextWriter output)
    {
        string pace = result.Hz is { } hz ? $"at {hz} Hz" : "back to back";
        output.WriteLine();
        output.WriteLine($"{result.Name}: {result.Ticks} ticks {pace}, {result.BytesUsed / 1e6:0.000} MB used of "
            + $"{result.FileBytes / 1e6:0.000}");
        output.WriteLine($"{"",-18}{"p50 ms",9}{"p99",9}{"p99.9",9}{"max",9}{"/ read",9}");
        foreach (StageResult row in result.Stages)
        {
            Distribution times = row.Milliseconds;
            output.WriteLine($"{Name(row.Stage),-18}{times.P50,9:0.000}{times.P99,9:0.000}{times.P999,9:0.000}"
                + $"{times.Max,9:0.000}{row.ToPlainRead,9:0.00}");
        }
        output.WriteLine($"managed bytes allocated per tick: {result.AllocatedBytesPerTick:0.#}, "
            + $"per bare run: {result.AllocatedBytesPerBareRun:0.#}");
        output.WriteLine($"read and decode beyond the plain read: {result.ReadingMicroseconds:0} µs");
        output.WriteLine("host beyond the bare run, reading and resizing left out: "
            + $"{result.HostMicroseconds:0} µs, and {result.WireMicroseconds:0} µs for the wire");
        if (result.ResizeSpeedup is { } resize)
        {
            output.WriteLine(
                $"resize on one thread, scaling included: {resize:0.0} times as fast as the reference's resize");
        }
        if (result.Speedup is { } whole)
            output.WriteLine($"round trip, model and all: {whole:0.0} times as fast as the reference without a model");
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.Host => "no read, resize",
        Stage.RoundTrip => "round trip",
        Stage.PlainRead => "plain read",
        Stage.BareRun => "bare run",
        Stage.FillAlone => "resize, 1 thread",
        Stage.ReferenceOpen => "reference open",
        Stage.ReferenceResize => "reference resize",
        Stage.ReferenceRest => "reference rest",
        _ => stage.ToString().ToLowerInvariant(),
    };
}
