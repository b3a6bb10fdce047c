namespace PolicyGate.Bench.Engines;

/// <summary>A model's figures for people.</summary>
/// <remarks>The 10th percentile is what is left where others want the processors at times.</remarks>
internal static class EngineTable
{
    public static void Write(EngineModel model, IReadOnlyList<EngineFigures> all, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{model.Name}: {all[0].Microseconds.Length} runs each, by turns");
        output.WriteLine($"{"",-18}{"p10 µs",10}{"p50",10}{"p99",10}{"p10 over bare",17}{"p50 over bare",17}"
            + $"{"load ms",10}{"memory MB",11}");
        foreach (EngineFigures one in all)
        {
            EngineFigures? bare = all.FirstOrDefault(
                other => other.Backend == one.Backend && other.Kind is LoopKind.Bare && other != one);
            output.WriteLine($"{one.Name,-18}{one.Percentile(0.1),10:0.0}{one.Percentile(0.5),10:0.0}"
                + $"{one.Percentile(0.99),10:0.0}{Over(one, bare, 0.1),17}{Over(one, bare, 0.5),17}"
                + $"{one.LoadMilliseconds,10:0}{one.LoadedMegabytes,11:0}");
        }
    }

    private static string Over(EngineFigures one, EngineFigures? bare, double share)
    {
        if (bare is null)
            return "";
        double added = one.Percentile(share) - bare.Percentile(share);
        return $"{added:0.0} ({100 * added / bare.Percentile(share):0.0} %)";
    }
}
