using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Measurement;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Loads both sides, shows them the input by turns, and says what that came to.</summary>
internal sealed class ComparisonRun(
    ComparisonRequest request, IComparisonView view, ILoggerFactory loggers, TimeProvider time)
{
    /// <param name="report">Null where an error is returned.</param>
    /// <param name="cancel">Ends it between two ticks.</param>
    /// <returns>Why nothing can be compared at all: a side that does not load, or no joint that both have.</returns>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public GatewayError? Run(out ComparisonReport? report, CancellationToken cancel)
    {
        report = null;
        using var crew = new PictureCrew(time);
        var loader = new SideLoader(request.Config, crew, loggers, time);
        view.Say($"Loading {Describe(ComparisonRequest.SideA)}");
        if (loader.Load(ComparisonRequest.SideA, request.Robot, out LoadedSide? a, cancel) is { } noA)
            return noA;
        using LoadedSide sideA = a!;
        view.Say($"Loading {Describe(ComparisonRequest.SideB)}");
        if (loader.Load(ComparisonRequest.SideB, request.Robot, out LoadedSide? b, cancel) is { } noB)
            return noB;
        using LoadedSide sideB = b!;
        return Compare(sideA, sideB, out report, cancel);
    }

    private GatewayError? Compare(
        LoadedSide a, LoadedSide b, out ComparisonReport? report, CancellationToken cancel)
    {
        report = null;
        var joints = SharedJoints.Of(a.Joints, a.Form.Width, b.Joints, b.Form.Width);
        if (joints.Names.Count == 0)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"the sides have no joint in common: A commands {string.Join(", ", a.Joints)}; B"
                + $" {string.Join(", ", b.Joints)}");
        }
        var grid = new SharedGrid(a.Form, b.Form, joints.A, joints.B);
        if (grid.Steps == 0)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                "the sides' chunks have no moment in common: the shorter one ends before the coarser one's first row");
        }
        JointDifferences[] differences =
            [.. joints.Names.Select(name => new JointDifferences(name, request.Tolerance.Of(name), grid.Steps))];
        var worst = new WorstTicks();
        var chunks = new ChunkComparison(
            grid, new ModelChunk(a.Policy.Unnormalizer), new ModelChunk(b.Policy.Unnormalizer), differences);
        var tally = new ComparisonTally(differences, chunks, worst);
        using var metrics = new SessionMetrics(time, gateway: this);
        var services = new SessionServices(
            request.Config.Chunks, request.Config.Pacing, request.Config.Episodes, request.Config.Limits, metrics, time,
            // What fails is in the report, and on both sides.
            NullLogger.Instance);
        // What failed when it was recorded is asked again: what counts is what both sides make of it.
        using var players = new TickPlayers(new PlayerOptions(services)
        {
            RepeatsFailures = false,
            Fps = RecordedSettings.LeRobotFps(request.Input.Manifest) ?? new PlayerOptions(services).Fps,
        });
        var pass = new ComparisonPass(request, players, a, b, grid, tally, time);
        var machine = Machine.Here();
        var progress = new InputProgress(request);
        view.Follow(advance => pass.Run(tick => advance(progress.Advance(tick)), cancel));
        view.Say("Drawing the intervals");
        report = new ReportWriter(request, pass, tally, grid, time).Write(a, b, joints, worst.All, machine);
        return null;
    }

    private string Describe(string side)
    {
        PolicyConfig policy = request.Config.Policies[side];
        return $"{side}: {policy.Folder} on {policy.Backend}";
    }
}
