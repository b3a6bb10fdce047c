using System.Diagnostics;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Telemetry.Spans;

/// <summary>One robot's ticks as spans. Used by the robot's thread, once its answer is out.</summary>
/// <remarks>
/// <code>
/// policygate.tick   |----------------------------------------------|
///                   |read|decode|          |wait|resize|run|shape|write|
/// </code>
/// <para>
/// A stage's length is what was measured. Where it began is not measured, so those of the observation are laid from the
/// tick's begin, the others to its end; what lies between is what no stage has.
/// </para>
/// <para>A tick that is not sampled takes nothing of the managed heap: the decision comes before the span.</para>
/// </remarks>
internal sealed class SessionSpans
{
    private static readonly string[] Outcomes = ["chunk", "skip", "hold"];

    private readonly TickSpans _spans;
    private readonly string _robot;
    private readonly string _route;
    private readonly bool _totalHasWrite;

    // One a second: all of a robot's ticks may fail.
    private readonly LogBudget _failures;

    /// <param name="spans">The gateway's.</param>
    /// <param name="robot">Its name.</param>
    /// <param name="route">By which it came.</param>
    /// <param name="totalHasWrite">Whether <see cref="TickTimings.Total"/> goes on to the end of the answer.</param>
    public SessionSpans(TickSpans spans, string robot, string route, bool totalHasWrite)
    {
        (_spans, _robot, _route, _totalHasWrite) = (spans, robot, route, totalHasWrite);
        _failures = new LogBudget(1, spans.Time);
    }

    /// <summary>A tick is over.</summary>
    /// <param name="seat">Who answered.</param>
    /// <param name="answer">What the robot was told.</param>
    /// <param name="timings">Its stages; with no total it was none, but a ping.</param>
    /// <param name="parent">The robot's own span; none where it sent none.</param>
    public void Written(PolicySeat seat, in TickAnswer answer, TickTimings timings, TraceParent parent = default)
    {
        if (timings.Total > 0 && IsWanted(answer, parent))
            Emit(seat, answer, timings, parent);
    }

    private bool IsWanted(in TickAnswer answer, TraceParent parent)
    {
        TickSampling sampling = _spans.Sampling;
        if (sampling.Wants(parent, parent.Exists ? 0 : _spans.Random.NextDouble()))
            return true;
        return sampling.Failures && answer.Error is not null && !parent.Exists && _failures.Spend();
    }

    private void Emit(PolicySeat seat, in TickAnswer answer, TickTimings timings, TraceParent parent)
    {
        // Whoever started the robot's thread may have had a span of its own.
        Activity.Current = null;
        DateTimeOffset end = _spans.Time.GetUtcNow();
        DateTimeOffset begin = end - LengthOf(timings.Total + (_totalHasWrite ? 0 : timings.Write));
        using Activity? tick = _spans.Source.StartActivity(
            "policygate.tick", ActivityKind.Server, parent.ToContext(), startTime: begin);
        if (tick is null)
            return;
        Describe(tick, seat, answer);
        var context = new ActivityContext(tick.TraceId, tick.SpanId, ActivityTraceFlags.Recorded);
        DateTimeOffset at = begin;
        at = Stage("policygate.read", timings.Read, at, context);
        Stage("policygate.decode", timings.Decode, at, context);
        at = end;
        at = StageBefore("policygate.write", timings.Write, at, context);
        at = StageBefore("policygate.shape", timings.Shape, at, context);
        at = StageBefore("policygate.run", timings.Run, at, context);
        at = StageBefore("policygate.resize", timings.Resize, at, context);
        StageBefore("policygate.wait", timings.Wait, at, context);
        tick.SetEndTime(end.UtcDateTime);
    }

    /// <summary>Names and numbers of a bounded kind; nothing of what the robot saw, was told to do, or sent.</summary>
    private void Describe(Activity tick, PolicySeat seat, in TickAnswer answer)
    {
        tick.SetTag("policygate.robot", _robot);
        tick.SetTag("policygate.route", _route);
        tick.SetTag("policygate.policy", seat.Handle.Name);
        tick.SetTag("policygate.policy.version", seat.Version.Number);
        tick.SetTag("policygate.outcome", Outcomes[(int)answer.Outcome]);
        if (answer.Reason is not TickReason.None)
            tick.SetTag("policygate.reason", answer.Reason.ToString());
        if (answer.LateRows > 0)
            tick.SetTag("policygate.late_rows", answer.LateRows);
        if (answer.LimitedRows > 0)
            tick.SetTag("policygate.limited_rows", answer.LimitedRows);
        if (answer.Error is not { } error)
            return;
        // Not the message: it may show what the robot sent.
        tick.SetTag("error.type", error.Code.ToString());
        tick.SetStatus(ActivityStatusCode.Error);
    }

    private DateTimeOffset Stage(string name, long length, DateTimeOffset begin, ActivityContext tick)
    {
        DateTimeOffset end = begin + LengthOf(length);
        Emit(name, length, begin, end, tick);
        return end;
    }

    private DateTimeOffset StageBefore(string name, long length, DateTimeOffset end, ActivityContext tick)
    {
        DateTimeOffset begin = end - LengthOf(length);
        Emit(name, length, begin, end, tick);
        return begin;
    }

    private void Emit(
        string name, long length, DateTimeOffset begin, DateTimeOffset end, ActivityContext tick)
    {
        // The tick never came to this stage.
        if (length == 0)
            return;
        using Activity? stage = _spans.Source.StartActivity(name, ActivityKind.Internal, tick, startTime: begin);
        stage?.SetEndTime(end.UtcDateTime);
    }

    private TimeSpan LengthOf(long ticks) => _spans.Time.GetElapsedTime(0, ticks);
}
