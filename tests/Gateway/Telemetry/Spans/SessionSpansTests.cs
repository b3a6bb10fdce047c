using System.Diagnostics;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Telemetry.Spans;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Telemetry.Spans;

/// <summary>What a session's ticks look like to whoever collects spans.</summary>
public sealed class SessionSpansTests : SessionTest
{
    private static readonly TickAnswer Chunk =
        new(TickOutcome.Chunk, Chunk: null, TickReason.None, Error: null, LateRows: 3, LimitedRows: 2);

    private static readonly TickAnswer Failure = new(
        TickOutcome.Hold, Chunk: null, TickReason.NotFound,
        new GatewayError(ErrorCode.NotFound, "no file /dev/shm/what-the-robot-said"));

    private readonly List<Activity> _seen = [];

    [Theory]
    [InlineData(false, 400 + 9)]
    [InlineData(true, 400)]
    public void A_tick_holds_its_stages_end_to_end(bool totalHasWrite, int milliseconds)
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(new TickSampling(1, ByParent: false, Failures: false));
        spans.Begin("arm", "route", totalHasWrite).Written(session.Seats.Now, Chunk, Stages());

        Activity tick = _seen[^1];
        (tick.DisplayName, tick.Kind, tick.Duration).ShouldBe(
            ("policygate.tick", ActivityKind.Server, TimeSpan.FromMilliseconds(milliseconds)));
        (tick.StartTimeUtc + tick.Duration).ShouldBe(Time.GetUtcNow().UtcDateTime);
        Activity[] stages = [.. _seen.SkipLast(1).OrderBy(stage => stage.StartTimeUtc)];
        stages.Select(stage => (stage.DisplayName[11..], stage.Duration.TotalMilliseconds)).ShouldBe(
        [
            ("read", 1), ("decode", 2), ("wait", 4), ("resize", 8), ("run", 16), ("shape", 32), ("write", 9),
        ]);
        stages.ShouldAllBe(stage => stage.TraceId == tick.TraceId && stage.ParentSpanId == tick.SpanId);
        stages[0].StartTimeUtc.ShouldBe(tick.StartTimeUtc);
        for (int i = 1; i < stages.Length; i++)
            stages[i].StartTimeUtc.ShouldBeGreaterThanOrEqualTo(stages[i - 1].StartTimeUtc + stages[i - 1].Duration);
        (stages[^1].StartTimeUtc + stages[^1].Duration).ShouldBe(tick.StartTimeUtc + tick.Duration);
    }

    [Fact]
    public void It_says_who_answered_and_with_what_and_nothing_of_what_the_robot_sent()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(new TickSampling(1, ByParent: false, Failures: false));
        SessionSpans arm = spans.Begin("arm", "route", totalHasWrite: false);

        arm.Written(session.Seats.Now, Chunk, new TickTimings { Total = 1 });
        Describe(_seen[^1]).ShouldBe(
            "policygate.robot=arm policygate.route=route policygate.policy=fake policygate.policy.version=1"
            + " policygate.outcome=chunk policygate.late_rows=3 policygate.limited_rows=2");
        _seen[^1].Status.ShouldBe(ActivityStatusCode.Unset);

        arm.Written(session.Seats.Now, Failure, new TickTimings { Total = 1 });
        Describe(_seen[^1]).ShouldBe(
            "policygate.robot=arm policygate.route=route policygate.policy=fake policygate.policy.version=1"
            + " policygate.outcome=hold policygate.reason=NotFound error.type=NotFound");
        (_seen[^1].Status, _seen[^1].StatusDescription).ShouldBe((ActivityStatusCode.Error, null));
    }

    [Fact]
    public void Failed_ticks_are_kept_beyond_the_ratio_one_a_second()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(new TickSampling(0, ByParent: true, Failures: true));
        SessionSpans arm = spans.Begin("arm", "route", totalHasWrite: false);
        for (int tick = 0; tick < 200; tick++)
        {
            arm.Written(session.Seats.Now, tick % 2 == 0 ? Failure : Chunk, new TickTimings { Total = 1 });
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        _seen.Count.ShouldBe(2);
        _seen.ShouldAllBe(tick => tick.Status == ActivityStatusCode.Error);
    }

    [Fact]
    public void One_in_a_hundred_is_about_one_in_a_hundred()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(TickSampling.Usual);
        SessionSpans arm = spans.Begin("arm", "route", totalHasWrite: false);
        for (int tick = 0; tick < 10_000; tick++)
            arm.Written(session.Seats.Now, Chunk, new TickTimings { Total = 1 });
        _seen.Count.ShouldBeInRange(60, 140);
    }

    [Fact]
    public void A_span_of_the_robots_own_is_above_it_and_decides()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(TickSampling.Usual);
        SessionSpans arm = spans.Begin("arm", "route", totalHasWrite: true);
        var parent = TraceParent.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        arm.Written(session.Seats.Now, Chunk, new TickTimings { Total = 1 }, parent);
        (_seen[^1].TraceId.ToHexString(), _seen[^1].ParentSpanId.ToHexString()).ShouldBe(
            ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"));

        arm.Written(session.Seats.Now, Failure, new TickTimings { Total = 1 }, parent with { Sampled = false });
        _seen.Count.ShouldBe(1);
    }

    [Fact]
    public void A_ping_is_no_tick()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(new TickSampling(1, ByParent: false, Failures: true));
        spans.Begin("arm", "route", totalHasWrite: false)
            .Written(session.Seats.Now, Failure, new TickTimings { Write = 5 });
        _seen.ShouldBeEmpty();
    }

    [Fact]
    public void A_tick_that_is_not_sampled_takes_nothing_of_the_managed_heap()
    {
        using RobotSession session = New();
        using TickSpans spans = Listened(new TickSampling(0, ByParent: true, Failures: true));
        SessionSpans arm = spans.Begin("arm", "route", totalHasWrite: true);
        var parent = TraceParent.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        TickTimings stages = Stages();
        Allocations.LeastOf(() =>
        {
            for (int tick = 0; tick < 1000; tick++)
            {
                arm.Written(session.Seats.Now, Chunk, stages);
                arm.Written(session.Seats.Now, Failure, stages, parent);
            }
        }).ShouldBe(0);
        _seen.ShouldBeEmpty();
    }

    private TickTimings Stages() => new()
    {
        Read = Ticks(1), Decode = Ticks(2), Wait = Ticks(4), Resize = Ticks(8), Run = Ticks(16), Shape = Ticks(32),
        Total = Ticks(400), Write = Ticks(9),
    };

    private long Ticks(int milliseconds) => milliseconds * Time.TimestampFrequency / 1000;

    private TickSpans Listened(TickSampling sampling)
    {
        var spans = new TickSpans(sampling, Time, new Random(1));
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source == spans.Source,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return spans;
    }

    private static string Describe(Activity span) =>
        string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
}
