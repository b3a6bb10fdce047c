using System.CommandLine;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Bench.Live;

/// <summary><c>live</c>: what a robot at 100 Hz notices of what goes on beside it.</summary>
internal sealed class LiveCommand : Command
{
    private readonly Argument<string[]> _cases = new("case")
    {
        Description = $"Of {string.Join(", ", LiveCases.All.Keys)}. Default: all.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _policy = new("--policy")
    {
        DefaultValueFactory = _ => Checkout.At("tests/data/act-tiny"),
    };

    private readonly Option<string> _backend = new("--backend") { DefaultValueFactory = _ => "Onnx" };
    private readonly Option<double> _hz = new("--hz") { DefaultValueFactory = _ => 100 };
    private readonly Option<int> _turns = new("--turns") { DefaultValueFactory = _ => 30 };
    private readonly Option<int> _ticks = new("--ticks")
    {
        Description = "That count of a turn.",
        DefaultValueFactory = _ => 200,
    };

    private readonly Option<string?> _gateway = new("--gateway") { Description = "The policygate to start." };

    public LiveCommand() : base("live", "What a robot at 100 Hz notices of what goes on beside it, by turns.")
    {
        Add(_cases);
        foreach (Option option in new Option[] { _policy, _backend, _hz, _turns, _ticks, _gateway })
            Add(option);
        Add(new SwapCommand());
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string[] asked = parsed.GetValue(_cases) is { Length: > 0 } named ? named : [.. LiveCases.All.Keys];
        if (asked.FirstOrDefault(name => !LiveCases.All.ContainsKey(name)) is { } unknown)
            throw new InvalidDataException($"no case '{unknown}'; {_cases.Description}");
        using var signals = new StopSignals();
        using var folder = new ScratchFolder("policygate-bench-");
        MeasuredCase half = BenchCases.Open("act-tiny/half");
        var options = new LiveOptions(
            parsed.GetValue(_gateway), Path.GetFullPath(parsed.GetValue(_policy)!), parsed.GetValue(_backend)!,
            parsed.GetValue(_hz), parsed.GetValue(_turns), parsed.GetValue(_ticks), half.Prepare(folder.Path)[0]);
        Console.WriteLine(Machine.Here());
        Console.WriteLine($"{options.Turns} turns of {options.Ticks} ticks each, off and on, at {options.Hz} Hz; ms");
        Console.WriteLine(
            $"{"",-12}{"off p50",9}{"p99",9}{"on p50",9}{"p99",9}  p50 and p99 on over off, "
            + $"{BlockBootstrap.Confidence * 100:0} % intervals");
        foreach (string name in asked)
        {
            if (!signals.Stop.IsCancellationRequested)
                Write(name, LiveCases.All[name](options, signals.Stop));
        }
        return 0;
    }

    private static void Write(string name, Turns turns)
    {
        (Distribution off, Distribution on) = (turns.Off, turns.On);
        Console.WriteLine($"{name,-12}{off.P50,9:0.000}{off.P99,9:0.000}{on.P50,9:0.000}{on.P99,9:0.000}  "
            + $"{Text(turns.P50Change)}; {Text(turns.P99Change)}");
    }

    private static string Text(ConfidenceInterval change) =>
        $"{change.Estimate * 100:+0.0;-0.0} % ({change.Low * 100:+0.0;-0.0} to {change.High * 100:+0.0;-0.0})";
}
