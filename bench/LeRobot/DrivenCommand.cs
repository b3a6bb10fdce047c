using System.CommandLine;
using System.Text.Json;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>
/// <c>lerobot driven</c>, of the bench itself: our client for so many seconds, in a process of its own as the stock one
/// is. Prints what <c>bench/python/stock_client.py</c> prints.
/// </summary>
internal sealed class DrivenCommand : Command
{
    private readonly Option<string> _address = new("--address") { Required = true };
    private readonly Option<double> _seconds = new("--seconds") { Required = true };
    private readonly Option<double> _fps = new("--fps") { Required = true };
    private readonly Option<int> _chunk = new("--chunk") { Required = true };

    public DrivenCommand() : base("driven")
    {
        Hidden = true;
        foreach (Option option in new Option[] { _address, _seconds, _fps, _chunk })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        double seconds = parsed.GetValue(_seconds), fps = parsed.GetValue(_fps);
        var robot = new MovingRobot((int)(2 * seconds * fps), TimeProvider.System);
        var options = new LeRobotClientOptions
        {
            ServerAddress = parsed.GetValue(_address)!,
            PolicyType = "act",
            PretrainedNameOrPath = "made-up",
            ActionsPerChunk = parsed.GetValue(_chunk),
            Task = "reach",
            Fps = fps,
            Duration = TimeSpan.FromSeconds(seconds),
        };
        new LeRobotClient(robot, options, recorder: robot).Run(CancellationToken.None);
        Console.WriteLine(JsonSerializer.Serialize(
            new { acts = robot.Acts, looks = robot.Looks, observes = robot.Observes, answers = robot.Answers }));
        return 0;
    }
}
