using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>
/// A policy that holds each robot where it is, behind the real wire, and a good robot beside whatever a test does.
/// </summary>
public sealed class BesetLeRobot : IAsyncLifetime
{
    internal const string Policy = "act-tiny";
    internal const string SendObservations = "/transport.AsyncInference/SendObservations";

    /// <summary>Small, so that tests get beyond it: Limits:ObservationBytes.</summary>
    internal const int ObservationBytes = 4 << 20;

    // Exact in float32, so that an answer tells which observation it belongs to.
    private const long States = 1024;

    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Wires:LeRobot:Endpoint"] = "127.0.0.1:0",
        ["Limits:ObservationBytes"] = $"{ObservationBytes}",
    };

    private ServedGateway _gateway = null!;

    public BesetLeRobot()
    {
    }

    private BesetLeRobot(IEnumerable<(string Key, string Value)> settings)
    {
        foreach ((string key, string value) in settings)
            _settings[key] = value;
    }

    /// <summary>Drives from the start to the end.</summary>
    internal GoodLeRobotRobot Good { get; private set; } = null!;

    internal LogLines Log => _gateway.Log;

    internal IPEndPoint Server => _gateway.Host.LeRobotEndPoints.Single();

    /// <summary>One of a test's own.</summary>
    internal static async Task<BesetLeRobot> Start(params (string Key, string Value)[] settings)
    {
        var beset = new BesetLeRobot(settings);
        await beset.InitializeAsync();
        return beset;
    }

    /// <summary>An observation is answered with a whole chunk, at the state that it shows.</summary>
    internal static async Task ShouldAnswer(LeRobotRobot robot, long timestep)
    {
        double state = (double)(timestep % States) / States;
        (await robot.Observe(timestep, mustGo: true, state)).Good();
        IReadOnlyList<TimedAction> actions = await robot.Actions();
        actions.Select(action => action.Timestep).ShouldBe(Enumerable.Range(0, 20).Select(i => timestep + i));
        actions.ShouldAllBe(action => action.Values.All(value => value == (float)state));
    }

    internal static void ShouldBeRefused(GrpcAnswer answer, GrpcStatusCode code, string reason)
    {
        answer.Code.ShouldBe(code, answer.Status.Message);
        answer.Status.Message.ShouldContain(reason);
        answer.Message.ShouldBeNull();
    }

    /// <summary>A pickle that is broken, holds what is not read, or is beyond a limit: the reason says where.</summary>
    internal static void ShouldBeUnreadable(GrpcAnswer answer)
    {
        answer.Code.ShouldBeOneOf(
            [GrpcStatusCode.InvalidArgument, GrpcStatusCode.ResourceExhausted],
            answer.Status.Message);
        answer.Status.Message.ShouldNotBeEmpty();
        answer.Message.ShouldBeNull();
    }

    /// <summary>A robot with small pictures that has its policy.</summary>
    internal async Task<LeRobotRobot> Robot()
    {
        var robot = new LeRobotRobot(Server);
        robot.Cameras = [.. robot.Cameras.Select(camera => LeRobotRobot.Picture(camera.Name, 2, 3))];
        await robot.Begin(Policy);
        return robot;
    }

    public async Task InitializeAsync()
    {
        _gateway = await ServedGateway.Start(Path.Combine(GoldenData.Root, Policy), "Scripted", _settings);
        Good = await GoodLeRobotRobot.Start(Server);
    }

    public async Task DisposeAsync()
    {
        await Good.DisposeAsync();
        await _gateway.DisposeAsync();
        Log.All.Where(line => line.Contains("a bug", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
