using System.CommandLine;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary><c>lerobot</c>: the gateway beside LeRobot's own server, by turns, with the same observations.</summary>
internal sealed class LeRobotCommand : Command
{
    // Long enough for the caches to be its own, short enough for all to meet the same machine.
    private const int BlockTicks = 25;
    private const int WarmUpTicks = 100;

    private readonly Option<int> _ticks = new("--ticks") { DefaultValueFactory = _ => 500 };
    private readonly Option<string?> _case = new("--case")
    {
        Description = "One case alone: " + string.Join(", ", LeRobotCase.All.Select(one => one.Name)) + ".",
    };

    private readonly Option<string?> _gateway = new("--gateway") { Description = "The policygate to start." };
    private readonly Option<string?> _python = new("--python")
    {
        Description = "Interpreter of the stock server. Default: that of eng/python-env lerobot.",
    };

    public LeRobotCommand() : base("lerobot", "The gateway beside LeRobot's own policy server, by turns.")
    {
        foreach (Option option in new Option[] { _ticks, _case, _gateway, _python })
            Add(option);
        Add(new LeRobotLoadCommand());
        Add(new AllocationsCommand());
        Add(new RobotCommand());
        Add(new DriveCommand());
        Add(new DrivenCommand());
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string? python = StockServer.FindPython(parsed.GetValue(_python));
        if (python is null)
            Console.Error.WriteLine("No stock server: make its environment with eng/python-env lerobot");
        Console.WriteLine(Machine.Here());
        string? only = parsed.GetValue(_case);
        foreach (LeRobotCase one in LeRobotCase.All.Where(one => only is null || one.Name == only))
            Measure(one, parsed.GetValue(_gateway), python, parsed.GetValue(_ticks));
        return 0;
    }

    private static void Measure(LeRobotCase one, string? executable, string? python, int ticks)
    {
        using var gateway = new LeRobotGateway(executable, one);
        using var ours = LeRobotSeries.Start("policygate", gateway.Address, one, TimeProvider.System);
        if (python is null)
        {
            TakeTurns(one, ticks, ours);
            return;
        }
        using var prompt = new StockServer(python, latency: 0, one.Stock);
        using var stock = new StockServer(python, latency: null, one.Stock);
        using var theirs = LeRobotSeries.Start("stock, latency 0", prompt.Address, one, TimeProvider.System);
        using var held = LeRobotSeries.Start("stock, default", stock.Address, one, TimeProvider.System);
        TakeTurns(one, ticks, ours, theirs, held);
    }

    private static void TakeTurns(LeRobotCase one, int ticks, params ReadOnlySpan<LeRobotSeries> all)
    {
        foreach (LeRobotSeries series in all)
        {
            series.Run(WarmUpTicks);
            series.Forget();
        }
        for (int done = 0; done < ticks; done += BlockTicks)
        {
            foreach (LeRobotSeries series in all)
                series.Run(Math.Min(BlockTicks, ticks - done));
        }
        Write(one, ticks, all);
    }

    private static void Write(LeRobotCase one, int ticks, ReadOnlySpan<LeRobotSeries> all)
    {
        Console.WriteLine();
        Console.WriteLine($"{one.Name}: {ticks} ticks back to back, {one.Cameras.Count} pictures of 480×640, "
            + $"{one.Rows} actions; milliseconds");
        Console.WriteLine(
            $"{"",-18}{"added p50",10}{"p99",9}{"max",9}{"round trip",12}{"p99",9}{"bytes",9}{"/ ours",8}");
        foreach (LeRobotSeries series in all)
        {
            Distribution added = series.Added, roundTrip = series.RoundTrip;
            Console.WriteLine($"{series.Name,-18}{added.P50,10:0.000}{added.P99,9:0.000}{added.Max,9:0.000}"
                + $"{roundTrip.P50,12:0.000}{roundTrip.P99,9:0.000}{series.AnswerBytes,9}"
                + $"{added.P50 / all[0].Added.P50,8:0.0}");
        }
    }
}
