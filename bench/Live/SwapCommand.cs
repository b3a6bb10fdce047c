using System.CommandLine;
using PolicyGate.Gateway.Measurement;
using PolicyGate.Gateway.Policies;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Bench.Live;

/// <summary><c>live swap</c>: how late a robot at 100 Hz is answered while its policy is swapped under it.</summary>
internal sealed class SwapCommand : Command
{
    // What a swap may cost an answer, beyond the usual 99th percentile.
    private const double AllowedMilliseconds = 10;

    private readonly Option<int> _swaps = new("--swaps") { DefaultValueFactory = _ => 10 };
    private readonly Option<string> _policy = new("--policy")
    {
        DefaultValueFactory = _ => Checkout.At("tests/data/act-tiny"),
    };

    private readonly Option<string> _backend = new("--backend") { DefaultValueFactory = _ => "Onnx" };
    private readonly Option<string> _other = new("--other")
    {
        Description = "Backend that it is swapped to, and back.",
        DefaultValueFactory = _ => "TorchSharp",
    };

    private readonly Option<string?> _beside = new("--beside")
    {
        Description = "Folder that is loaded, warmed and tried instead, each time, and comes to no robot.",
    };

    private readonly Option<int?> _spare = new("--spare-percent")
    {
        Description = "Limits:ShadowSparePercent; 0 has the trial take place whatever else the machine does.",
    };

    private readonly Option<double> _hz = new("--hz") { DefaultValueFactory = _ => 100 };
    private readonly Option<string?> _gateway = new("--gateway") { Description = "The policygate to start." };

    public SwapCommand() : base("swap", "Answers around swaps, beside the usual ones of the same run.")
    {
        foreach (Option option in new Option[] { _swaps, _policy, _backend, _other, _beside, _spare, _hz, _gateway })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var signals = new StopSignals();
        using var folder = new ScratchFolder("policygate-bench-");
        PreparedTick tick = BenchCases.Open("act-tiny/half").Prepare(folder.Path)[0];
        var options = new LiveOptions(
            parsed.GetValue(_gateway), Path.GetFullPath(parsed.GetValue(_policy)!), parsed.GetValue(_backend)!,
            parsed.GetValue(_hz), Turns: 0, Ticks: 0, tick);
        Console.WriteLine(Machine.Here());
        using var gateway = new LiveGateway(options, TimeProvider.System, sparePercent: parsed.GetValue(_spare));
        using PacedRobot robot = gateway.ConnectPlain();
        var run = SwapRun.Measure(
            robot, parsed.GetValue(_swaps), Swaps(parsed, gateway, options), TimeProvider.System, signals.Stop);
        if (run.Seconds.Count > 0)
            Write(run, robot, options);
        return robot.Refused + robot.Unlike > 0 ? 1 : 0;
    }

    private Action Swaps(ParseResult parsed, LiveGateway gateway, LiveOptions options)
    {
        if (parsed.GetValue(_beside) is { } beside)
        {
            // Its robot begins no episode, and back, or the next time there would be nothing to load.
            string folder = Path.GetFullPath(beside);
            return () =>
            {
                gateway.Swap(folder, options.Backend, Takeover.Episode);
                gateway.RollBack(Takeover.Episode);
            };
        }
        string other = parsed.GetValue(_other)!;
        int done = 0;
        return () => gateway.Swap(folder: null, done++ % 2 == 0 ? other : options.Backend, Takeover.Now);
    }

    private static void Write(SwapRun run, PacedRobot robot, LiveOptions options)
    {
        double p99 = Distribution.Of(run.Usual).P99;
        Console.WriteLine($"{run.Seconds.Count} swaps at {options.Hz} Hz, each in {run.Seconds.Average():0.00} s; "
            + $"{robot.Refused} answers held nothing, {robot.Unlike} were unlike the first");
        Console.WriteLine(
            $"{"milliseconds",-20}{"ticks",8}{"p50",9}{"p99",9}{"p99.9",9}{"max",9}  beyond the usual p99 by over "
            + $"{AllowedMilliseconds:0} ms");
        Row("usual", run.Usual, p99);
        Row("around swaps", run.Around, p99);
        Row("as long, without", run.Blank, p99);
    }

    private static void Row(string name, double[] milliseconds, double p99)
    {
        var of = Distribution.Of(milliseconds);
        int late = milliseconds.Count(time => time > p99 + AllowedMilliseconds);
        Console.WriteLine(
            $"{name,-20}{milliseconds.Length,8}{of.P50,9:0.000}{of.P99,9:0.000}{of.P999,9:0.000}{of.Max,9:0.000}"
            + $"  {late}");
    }
}
