using System.Reflection;
using PolicyGate.Gateway.Comparison.Pictures;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Brings what was tallied into the report.</summary>
internal sealed class ReportWriter(
    ComparisonRequest request, ComparisonPass pass, ComparisonTally tally, SharedGrid grid, TimeProvider time)
{
    private const int MostUnreadable = 100;

    public ComparisonReport Write(
        LoadedSide a, LoadedSide b, SharedJoints joints, IReadOnlyList<WorstTick> worst, Machine machine)
    {
        var run = LatencyAnalysis.Of(tally.Run, request.Seed);
        var tick = LatencyAnalysis.Of(tally.Tick, request.Seed);
        double slower = request.Tolerance.SlowerMilliseconds
            ?? SpeedRule.Milliseconds(Math.Min(a.Form.IntervalNanoseconds, b.Form.IntervalNanoseconds));
        return new ComparisonReport
        {
            Gateway = typeof(ReportWriter).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Made = time.GetUtcNow(),
            Verdict = Verdicts.Of(tally, tick, slower),
            Input = Input(),
            A = a.Report(tally.A.Counts()),
            B = b.Report(tally.B.Counts()),
            Shared = new SharedGround
            {
                Joints = joints.Names,
                Steps = grid.Steps,
                StepSeconds = grid.StepNanoseconds / 1e9,
                Cameras = [.. a.Cameras.Intersect(b.Cameras, StringComparer.Ordinal)],
                Notes = [.. joints.Notes, .. SharedNotes.Of(a, b, grid.Steps, grid.StepNanoseconds), .. Notes(joints)],
            },
            Tolerance = request.Tolerance.Report(slower),
            Joints = [.. tally.Joints.Select(joint => joint.Report())],
            Run = run,
            Tick = tick,
            Worst = new WorstPictures(request, a, b, time).Add(worst),
            Path = tally.Compared > 0 ? pass.Path?.Path : null,
            Terms = new MeasurementTerms(
                request.Seed, pass.Rounds, pass.WarmUpTicks, tally.Tick.Count, BlockBootstrap.Resamples,
                BlockBootstrap.BlockOf(tally.Tick.Count), BlockBootstrap.Confidence),
            Machine = machine,
        };
    }

    private ComparedInput Input()
    {
        IReadOnlyList<string> unread = request.Input.Unreadable;
        return new ComparedInput
        {
            Name = request.Input.Name,
            Kind = request.Kind,
            Ticks = tally.Ticks,
            Compared = tally.Compared,
            Identical = tally.Identical,
            Paced = tally.Paced,
            Sessions = pass.Sessions,
            Episodes = pass.Episodes,
            Unreadable = [.. unread.Concat(tally.Unfit).Take(MostUnreadable)],
            UnreadableCount = unread.Count + tally.UnfitCount,
        };
    }

    private IEnumerable<string> Notes(SharedJoints joints)
    {
        foreach (string unknown in request.Tolerance.Unknown(joints.Names))
            yield return $"--tolerance names '{unknown}', which is no joint that both have.";
        if (tally.Compared > 0 && tally.Neither.Count > 0)
        {
            yield return $"Neither side gave a chunk on {tally.Neither.Count} ticks; the first, {tally.Neither.First}.";
        }
        if (pass.Rounds > 1)
        {
            yield return $"The input is short: it was played {pass.Rounds} times for the times, once for all else.";
        }
    }
}
