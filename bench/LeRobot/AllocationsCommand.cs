using System.CommandLine;

namespace PolicyGate.Bench.LeRobot;

/// <summary><c>lerobot allocations</c>.</summary>
internal sealed class AllocationsCommand : Command
{
    public AllocationsCommand() : base("allocations")
    {
    }
}
