using System.CommandLine;

namespace PolicyGate.Bench.LeRobot;

/// <summary>
/// <c>lerobot robot</c>, of the bench itself: a robot in a process of its own, so that whatever the other process
/// allocates is the server's. Reads how many ticks, one number a line, and says so when they are done.
/// </summary>
internal sealed class RobotCommand : Command
{
    private readonly Option<string> _address = new("--address") { Required = true };
    private readonly Option<string> _case = new("--case") { Required = true };

    public RobotCommand() : base("robot")
    {
        Hidden = true;
        Add(_address);
        Add(_case);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LeRobotCase one = LeRobotCase.All.Single(one => one.Name == parsed.GetValue(_case));
        using var robot = LeRobotSeries.Start("robot", parsed.GetValue(_address)!, one, TimeProvider.System);
        while (Console.ReadLine() is { } ticks)
        {
            robot.Run(int.Parse(ticks));
            Console.WriteLine("done");
        }
        return 0;
    }
}
