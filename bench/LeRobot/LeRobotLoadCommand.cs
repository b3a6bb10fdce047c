using System.CommandLine;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary><c>lerobot load</c>: several robots at a rate against one gateway.</summary>
internal sealed class LeRobotLoadCommand : Command
{
    private readonly Option<int> _robots = new("--robots") { DefaultValueFactory = _ => 8 };
    private readonly Option<double> _hz = new("--hz") { DefaultValueFactory = _ => 30 };
    private readonly Option<double> _seconds = new("--duration") { DefaultValueFactory = _ => 20 };
    private readonly Option<string> _case = new("--case") { DefaultValueFactory = _ => LeRobotCase.All[0].Name };
    private readonly Option<string?> _gateway = new("--gateway") { Description = "The policygate to start." };
    private readonly Option<string?> _gatewayCores = new("--gateway-cores")
    {
        Description = "Keeps the gateway on these, as 0,1, and the robots on those of --cores.",
    };

    public LeRobotLoadCommand() : base("load", "Several of LeRobot's robots against one gateway.")
    {
        foreach (Option option in new Option[] { _robots, _hz, _seconds, _case, _gateway, _gatewayCores })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LeRobotCase one = LeRobotCase.All.SingleOrDefault(one => one.Name == parsed.GetValue(_case))
            ?? throw new InvalidDataException("--case: no such case");
        Console.WriteLine(Machine.Here());
        using var gateway = new LeRobotGateway(parsed.GetValue(_gateway), one, parsed.GetValue(_gatewayCores));
        var load = new LeRobotLoad(one, parsed.GetValue(_hz), TimeProvider.System);
        load.Connect(gateway.Address, parsed.GetValue(_robots));
        TimeSpan before = gateway.Process.ProcessorTime;
        TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
        double seconds = load.Run(TimeSpan.FromSeconds(parsed.GetValue(_seconds)));
        double cores = (gateway.Process.ProcessorTime - before).TotalSeconds / seconds;
        double ownCores = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds / seconds;
        load.Write(Console.Out);
        Console.WriteLine($"cores: {cores:0.00} the gateway's, {ownCores:0.00} the robots'; "
            + $"{gateway.Process.ResidentMegabytes:0} MB resident at the end");
        return load.Lost == 0 ? 0 : 1;
    }
}
