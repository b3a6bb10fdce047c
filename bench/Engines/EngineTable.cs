namespace PolicyGate.Bench.Engines;

/// <summary>A model's figures for people.</summary>
internal static class EngineTable
{
    public static void Write(EngineModel model, List<EngineProcess> processes, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{model.Name}: {processes.FirstOrDefault()?.Microseconds.Count} runs each, by turns of "
            + $"{model.Block}");
        output.WriteLine($"{"",-18}{"p10 µs",10}{"p50",10}{"p99",10}{"p10 over bare",16}{"p50 over bare",18}"
            + $"{"load ms",10}{"memory MB",11}");
        foreach (EngineProcess process in processes)
        {
            EngineProcess? bare = processes.Find(
                other => other.Row.Backend == process.Row.Backend && other.Row.Kind is LoopKind.Bare);
            string low = "", median = "";
            if (bare is not null && bare != process)
                (low, median) = (Over(process, bare, 0.1), Over(process, bare, 0.5));
            output.WriteLine($"{process.Row.Name,-18}{Rank(process, 0.1),10:0.0}{Rank(process, 0.5),10:0.0}"
                + $"{Rank(process, 0.99),10:0.0}{low,16}{median,18}"
                + $"{process.LoadMilliseconds,10:0}{process.LoadedMegabytes,11:0}");
        }
    }

    private static string Over(EngineProcess process, EngineProcess bare, double share)
    {
        double added = Rank(process, share) - Rank(bare, share);
        return $"{added:0.0} ({100 * added / Rank(bare, share):0.0} %)";
    }

    // The 10th percentile is what is left where others want the processors at times.
    private static double Rank(EngineProcess process, double share)
    {
        double[] sorted = [.. process.Microseconds.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
