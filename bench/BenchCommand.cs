using System.CommandLine;

namespace PolicyGate.Bench;

/// <summary>The bench's command line.</summary>
internal static class BenchCommand
{
    public static int Run(string[] args)
    {
        var ticks = new Option<int>("--ticks") { Description = "Timed ticks of a case.", DefaultValueFactory = _ => 500 };
        var only = new Option<string?>("--case") { Description = "One case alone, as act-tiny/half." };
        var json = new Option<string?>("--json") { Description = "Writes the figures to this file too." };
        var hz = new Option<double?>("--hz") { Description = "Ticks a second; without it they come back to back." };
        var root = new RootCommand("The tick's time by stage, beside a plain read of its bytes and a bare run.")
        {
            ticks, only, json, hz,
        };
        root.SetAction(parsed => Run(
            new BenchOptions(parsed.GetValue(ticks), parsed.GetValue(hz)), parsed.GetValue(only),
            parsed.GetValue(json)));
        return root.Parse(args).Invoke();
    }

    private static int Run(BenchOptions options, string? only, string? json)
    {
        BenchCase[] all = [.. BenchCases.All()];
        BenchCase[] asked = [.. all.Where(one => only is null || one.Name == only)];
        if (asked.Length == 0 || options.Ticks < BenchOptions.Rounds || options.Hz <= 0)
        {
            Console.Error.WriteLine($"Expected at least {BenchOptions.Rounds} ticks, a rate above 0, and one of the cases "
                + string.Join(", ", all.Select(one => one.Name)));
            return 2;
        }
        var machine = Machine.Here();
        Console.WriteLine(machine);
        List<CaseResult> results = [];
        foreach (BenchCase one in asked)
        {
            using var run = new CaseRun(one, TimeProvider.System);
            results.Add(run.Measure(options));
            ResultTable.Write(results[^1], Console.Out);
        }
        if (json is not null)
            ResultFile.Write(json, machine, results);
        return 0;
    }
}
