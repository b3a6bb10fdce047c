using System.CommandLine;
using PolicyGate.Gateway.CommandLine;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench;

/// <summary><c>load</c>: many robots against one gateway.</summary>
internal sealed class LoadCommand : Command
{
    private readonly Option<int> _robots = new("--robots") { DefaultValueFactory = _ => 200 };
    private readonly Option<double> _hz = new("--hz") { DefaultValueFactory = _ => 30 };
    private readonly Option<double> _seconds = new("--duration") { DefaultValueFactory = _ => 20 };
    private readonly Option<int> _reuse = new("--reuse")
    {
        Description = "Files that each robot shows in turn; 0 writes each anew, which costs more than serving it.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<string> _sizes = new("--sizes") { DefaultValueFactory = _ => "120x192" };
    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "Default: bench/policies/state, which sees the joints alone.",
    };

    private readonly Option<string> _backend = new("--backend") { DefaultValueFactory = _ => "Scripted" };
    private readonly Option<string?> _gateway = new("--gateway") { Description = "The policygate to start." };

    public LoadCommand() : base("load", "Many robots against one gateway in a process of its own.")
    {
        foreach (Option option in new Option[] { _robots, _hz, _seconds, _reuse, _sizes, _policy, _backend, _gateway })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        CameraSizes sizes = CameraSizes.Parse(parsed.GetValue(_sizes)!, oneArm: false, out string? wrong)
            ?? throw new InvalidDataException("--sizes: " + wrong);
        var options = new DriveOptions
        {
            SocketPath = "",
            Robots = parsed.GetValue(_robots),
            RateHz = parsed.GetValue(_hz),
            Duration = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
            Reuse = parsed.GetValue(_reuse),
        };
        using var signals = new StopSignals();
        Console.WriteLine(Machine.Here());
        (DriveReport report, double cores, double megabytes) = LoadRun.Measure(
            parsed.GetValue(_gateway), parsed.GetValue(_policy) ?? Checkout.At("bench/policies/state"),
            parsed.GetValue(_backend)!, options, DrawnFrames.Draw(sizes, oneArm: false, task: null),
            TimeProvider.System, signals.Stop);
        DriveFigures.Write(report, Console.Out);
        Console.WriteLine($"gateway: {cores:0.00} cores, {megabytes:0} MB resident at the end");
        return report.Succeeded(allowErrors: false) ? 0 : 1;
    }
}
