using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>Robots of two joints at one policy, and another that looks on; both do what the test says.</summary>
public abstract class ShadowsTest : IDisposable
{
    private static readonly PolicyConfig Config = new() { Name = "shadow", Folder = "/nowhere", Backend = "fake" };

    private readonly Lazy<ShadowRunner> _runner;
    private readonly List<IDisposable> _made = [];
    private readonly ActionChunk _chunk = new();
    private readonly TickTimings _timings = new();

    protected ShadowsTest()
    {
        Served = Answering.Serve(Limits, TimeProvider.System);
        Route = Route.To("route", Served);
        Shadow.Warm(Config, Watching.Serve(Limits, TimeProvider.System));
        Watcher = new Watcher(Shadow);
        _runner = new Lazy<ShadowRunner>(() => new ShadowRunner(Limits, TimeProvider.System, Log));
    }

    private protected LimitsOptions Limits { get; } = new()
    {
        ShadowSparePercent = 0,
        DrainTime = TimeSpan.FromSeconds(30),
        InferenceTime = TimeSpan.FromSeconds(30),
    };

    private protected LogLines Log { get; } = new();

    /// <summary>What each tick's robot sends.</summary>
    private protected byte[] Request { get; set; } = "a request"u8.ToArray();

    private protected FakePolicy Answering { get; } = new();

    private protected FakePolicy Watching { get; } = new();

    private protected ServedPolicy Served { get; }

    private protected Route Route { get; }

    private protected PolicyHandle Shadow { get; } = new("shadow");

    private protected Watcher Watcher { get; }

    private protected ShadowRunner Runner => _runner.Value;

    public virtual void Dispose()
    {
        _made.ForEach(robot => robot.Dispose());
        Runner.Dispose();
        Shadow.Dispose();
        Served.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected PolicyVersion NewVersion(FakePolicy policy, int number) =>
        new(number, Config, policy.Serve(Limits, TimeProvider.System));

    private protected RobotShadows Robot(
        RobotSeats? its = null, Func<ServedPolicy, IShadowReader>? readerOf = null)
    {
        RobotSeats seats = its ?? new RobotSeats(Route, Terms());
        var robot = new RobotShadows(Runner, seats, readerOf ?? (policy => new StateReader(policy)));
        _made.Add(robot);
        _made.Add(seats);
        return robot;
    }

    private protected SeatTerms Terms() => new(
        "arm", policy => new Observation(policy.Needs), Log, new LogBudget(lines: 100, TimeProvider.System));

    private protected void Tick(RobotShadows robot, float at = 1, bool begins = false, KeptFile? file = null)
    {
        robot.Begin(Request);
        PolicySeat seat = robot.Seats.Now;
        Span<float> position = seat.Observation.PreparePosition(FakePolicy.Joints);
        position.Fill(at);
        seat.Runs.Run(seat.Observation, _timings).ShouldBeNull();
        robot.End(new ShadowInput
        {
            Answer = new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null),
            BeginsEpisode = begins,
            Observation = file is null ? MemoryMarshal.AsBytes(position) : default,
            File = file,
        });
    }

    /// <summary>Ticks until one of them was seen.</summary>
    private protected SeenRun Show(RobotShadows robot, float at = 1, bool begins = false)
    {
        int before = Watcher.RunsOf(robot.Seats);
        Tick(robot, at, begins);
        Eventually.Holds(
            () =>
            {
                if (Watcher.RunsOf(robot.Seats) > before)
                    return true;
                Tick(robot, at);
                return false;
            },
            () => $"nothing was seen: {string.Join(", ", Watcher.Sheds)}; {Log.Text}");
        return Watcher.Runs[^1];
    }

    private protected void Until(RobotShadows robot, ShadowShed reason) => Eventually.Holds(
        () =>
        {
            Tick(robot);
            return Watcher.Sheds.Contains(reason);
        },
        () => $"nothing was shed for {reason}: {string.Join(", ", Watcher.Sheds)}; {Log.Text}");

    private protected static RunResult Offset(Memory<float> action, float by)
    {
        foreach (ref float value in action.Span)
            value += by;
        return RunResult.Ok;
    }
}
