using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Pickles that run something in Python, or take for ever, as each of the messages that hold one.</summary>
public sealed class BadInputPicklesTests(BesetLeRobot beset) : IClassFixture<BesetLeRobot>, IAsyncLifetime
{
    private const long Timestep = 5;
    private const string Good = "not-hostile.pkl";

    // Every hostile one takes some milliseconds; a bomb that went off takes for ever.
    private static readonly TimeSpan Bounded = TimeSpan.FromSeconds(10);

    private static readonly string Hostile = Path.Combine(GoldenData.Root, "lerobot/hostile");

    private LeRobotRobot _robot = null!;

    public static TheoryData<string> Pickles =>
    [
        .. Directory.EnumerateFiles(Hostile, "*.pkl").Select(path => Path.GetFileName(path))
            .Where(name => name != Good).Order(StringComparer.Ordinal),
    ];

    public async Task InitializeAsync() => _robot = await beset.Robot();

    /// <summary>The same robot goes on with the policy that it had, and nobody else has noticed.</summary>
    public async Task DisposeAsync()
    {
        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
        _robot.Dispose();
        await beset.Good.ShouldBeUndisturbed();
    }

    [Theory]
    [MemberData(nameof(Pickles))]
    public async Task It_is_refused_in_bounded_time(string name)
    {
        byte[] pickle = File.ReadAllBytes(Path.Combine(Hostile, name));

        foreach (Task<GrpcAnswer> sent in new[]
        {
            _robot.Send(pickle),
            _robot.Call("SendPolicyInstructions", LeRobotRobot.DataMessage(1, pickle)),
        })
        {
            BesetLeRobot.ShouldBeUnreadable(await sent.WaitAsync(Bounded));
        }
    }
}
