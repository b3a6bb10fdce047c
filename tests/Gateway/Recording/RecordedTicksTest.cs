using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>A recorder with a robot of two joints, whose ticks are as large as the test says.</summary>
public abstract class RecordedTicksTest : IDisposable
{
    private readonly FakePolicy _policy = new();
    private readonly ServedPolicy _served;
    private readonly RobotSeats _seats;
    private readonly ActionChunk _chunk = new();
    private readonly Observation _observation;
    private readonly TickTimings _timings = new();

    protected RecordedTicksTest()
    {
        _served = _policy.Serve(new LimitsOptions(), TimeProvider.System);
        _seats = new RobotSeats(Route.To("route", _served), new SeatTerms(
            "arm", policy => new Observation(policy.Needs), Log, new LogBudget(lines: 100, TimeProvider.System)));
        _observation = _seats.Now.Observation;
        _chunk.Resize(FakePolicy.Rows, FakePolicy.Joints);
    }

    private protected ScratchFolder Folder { get; } = new("policygate-test-");

    private protected string Recordings => Folder.PathOf("recordings");

    private protected LogLines Log { get; } = new();

    private protected LimitsOptions Limits { get; } = new() { DrainTime = TimeSpan.FromSeconds(30) };

    private protected byte[] Shown { get; set; } = new byte[1000];

    public virtual void Dispose()
    {
        _seats.Dispose();
        _served.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected TickRecorder Start(Func<string, Stream>? open = null, TimeProvider? time = null) => new(
        RunFolder.Create(Recordings, TimeProvider.System.GetUtcNow()), Config(), time ?? TimeProvider.System, Log,
        scope: this, open);

    private protected SessionRecorder Robot(TickRecorder recorder) => recorder.Begin(
        "arm", Config().Routes.Values.First(), limits: null, _seats, RecordedWire.LeRobot)!;

    private protected void Tick(SessionRecorder robot, KeptFile? file = null, bool runs = true)
    {
        robot.Begin("a request"u8);
        _observation.PreparePosition(FakePolicy.Joints).Fill(1);
        if (runs)
            _seats.Now.Runs.Run(_observation, _timings).ShouldBeNull();
        TickInstant now = TickInstant.Of(TimeProvider.System);
        robot.End(new AnsweredTick
        {
            Answer = new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null),
            BeginsEpisode = false,
            Asked = now,
            Ran = now,
            Timings = _timings,
            Reply = "a reply"u8,
            Observation = file is null ? Shown : default,
            File = file,
        });
    }

    private protected long[] Recorded()
    {
        RecordingInput.Open(Recordings, new LimitsOptions(), out RecordingInput? input).ShouldBeNull();
        return [.. input!.Read().Select(tick => tick.Tick)];
    }

    private GatewayConfig Config() => TestConfig.Create(
        Path.Combine(GoldenData.Root, "act-tiny"), "Scripted", "/nowhere.socket",
        new() { ["Recording:Folder"] = Recordings, ["Recording:AllRoutes"] = "true" }) with { Limits = Limits };
}
