using PolicyGate.Abstractions;
using PolicyGate.Formats;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Measurement;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Reads a recording once, from its first tick to its last, and says what is in it.</summary>
internal sealed class RecordingInspection
{
    private const double Mebi = 1 << 20;

    private readonly RecordedPictures? _pictures;
    private readonly JointPlots? _plots;
    private readonly Dictionary<string, SessionTally> _sessions = new(StringComparer.Ordinal);
    private readonly List<double>[] _stages = [.. TimingColumns.Names.Select(_ => new List<double>())];
    private readonly List<Finding> _findings = [];

    private RecordingInspection(RecordedPictures? pictures, JointPlots? plots) =>
        (_pictures, _plots) = (pictures, plots);

    /// <param name="folder">Absolute.</param>
    /// <param name="limits">Of what is read.</param>
    /// <param name="pictures">Where pictures are saved; null for nowhere.</param>
    /// <param name="plots">Where joints are plotted; null for nowhere.</param>
    /// <param name="summary">Null where nothing can be read.</param>
    public static IReadOnlyList<Finding> Of(
        string folder, LimitsOptions limits, string? pictures, string? plots, out RecordingSummary? summary)
    {
        summary = null;
        if (RecordingInput.Open(folder, limits, out RecordingInput? input) is { } error)
            return [new Finding(FindingLevel.Error, "recording", Printable.Text(error.Message))];
        using RecordedPictures? saved = pictures is null ? null : new RecordedPictures(pictures, limits);
        using JointPlots? drawn = plots is null ? null : new JointPlots(plots, limits, input!.Runs);
        var inspection = new RecordingInspection(saved, drawn);
        summary = inspection.Read(input!);
        inspection.Tell(summary);
        return inspection._findings;
    }

    private RecordingSummary Read(RecordingInput input)
    {
        long ticks = 0;
        foreach (RecordedTick tick in input.Read())
        {
            ticks++;
            if (!_sessions.TryGetValue(tick.Session, out SessionTally? session))
                _sessions.Add(tick.Session, session = new SessionTally(tick));
            session.Add(tick);
            for (int i = 0; i < _stages.Length; i++)
            {
                if (tick.TimingsNanoseconds.Span[i] > 0)
                    _stages[i].Add(tick.TimingsNanoseconds.Span[i] / 1e6);
            }
            _pictures?.Look(tick);
            _plots?.Look(tick);
        }
        return new RecordingSummary(
            input.Runs.Count, input.Runs.Sum(run => run.Segments().Sum(LengthOf)), ticks,
            [.. input.Runs.SelectMany(RoutesOf)],
            [.. _sessions.Select(session => session.Value.Summary(session.Key))],
            TimingColumns.Names.Index().Where(stage => _stages[stage.Index].Count > 0).ToDictionary(
                stage => stage.Item.Replace("_ns", "", StringComparison.Ordinal),
                stage => Distribution.Of([.. _stages[stage.Index]]), StringComparer.Ordinal),
            input.Unreadable);
    }

    private void Tell(RecordingSummary summary)
    {
        Tell("recording", $"{Count(summary.Ticks, "tick")} of {Count(summary.Sessions.Count, "session")} in"
            + $" {Count(summary.Runs, "run")}, {summary.Bytes / Mebi:0.0} MiB",
            summary.Ticks == 0 ? FindingLevel.Error : FindingLevel.Ok);
        foreach (RouteSummary route in summary.Routes)
        {
            string robot = route.Robot is null ? "" : $", robot {route.Robot}";
            string ran = string.IsNullOrEmpty(route.Folder)
                ? "recorded by a robot"
                : $"policy '{route.Policy}' ({route.Folder}, {Count(route.Files, "file")}) on {route.Backend}";
            Tell($"route {route.Name}", $"{ran}: {route.Identity}{robot}; run {route.Run}");
        }
        foreach (SessionSummary session in summary.Sessions)
            Tell($"session {session.Name}", Describe(session));
        foreach ((string stage, Distribution times) in summary.StageMilliseconds)
        {
            Tell($"stage {stage}",
                $"p50 {times.P50:0.000} ms, p99 {times.P99:0.000}, p99.9 {times.P999:0.000}, max {times.Max:0.000}");
        }
        _findings.AddRange(_pictures?.Findings ?? []);
        _findings.AddRange(_plots?.Save() ?? []);
        foreach (string line in summary.Unreadable)
            Tell("unreadable", line, FindingLevel.Warning);
    }

    private static string Describe(SessionSummary session)
    {
        string leftOut = session.LeftOut == 0 ? "" : $", {session.LeftOut} between them not recorded";
        string rate = session.Hertz > 0 ? $" ({session.Hertz:0.0} Hz)" : "";
        return $"{session.Wire}, route {session.Route}: {Count(session.Ticks, "tick")} in {session.Seconds:0.0} s{rate}"
            + $"{leftOut}, {Count(session.Episodes, "episode")}; {Count(session.Chunks, "chunk")}"
            + $"{Reasons(session.Skips, "skip")}{Reasons(session.Holds, "hold")};"
            + $" rows: {session.LateRows} late, {session.LimitedRows} limited";
    }

    private static string Reasons(IReadOnlyDictionary<string, long> reasons, string name) => reasons.Count == 0
        ? ""
        : $", {Count(reasons.Values.Sum(), name)} ({string.Join(", ", reasons.Select(r => $"{r.Key} {r.Value}"))})";

    private static string Count(long number, string name) => number == 1 ? $"1 {name}" : $"{number} {name}s";

    private static IEnumerable<RouteSummary> RoutesOf(RecordingRun run) => run.Manifest.Routes.Select(
        route => new RouteSummary(
            Path.GetFileName(run.Name), route.Name, route.Policy, route.Backend, route.Identity, route.Folder,
            route.Robot, route.Files.Count));

    private static long LengthOf(string segment) => File.Exists(segment) ? new FileInfo(segment).Length : 0;

    private void Tell(string subject, string text, FindingLevel level = FindingLevel.Ok) =>
        _findings.Add(new Finding(level, Printable.Text(subject), Printable.Text(text)));
}
