using System.CommandLine;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Bench;

/// <summary><c>start</c>: from the start of the process to its first answer.</summary>
internal sealed class StartCommand : Command
{
    private readonly Option<int> _times = new("--times") { DefaultValueFactory = _ => 20 };
    private readonly Option<string?> _gateway = new("--gateway")
    {
        Description = "The policygate to start, as one that was published. Default: the one built here.",
    };

    public StartCommand() : base("start", "From the start of policygate serve to the end of its first answer.")
    {
        Add(_times);
        Add(_gateway);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var signals = new StopSignals();
        Console.WriteLine(Machine.Here());
        Console.WriteLine($"{"",-20}{"p50 ms",9}{"max",9}");
        foreach (string backend in new[] { "Scripted", "Onnx" })
        {
            double[] milliseconds = StartUp.Measure(
                parsed.GetValue(_gateway), backend, Math.Max(1, parsed.GetValue(_times)), TimeProvider.System,
                signals.Stop);
            var times = Distribution.Of(milliseconds);
            Console.WriteLine($"{"act-tiny, " + backend,-20}{times.P50,9:0}{times.Max,9:0}");
        }
        return 0;
    }
}
