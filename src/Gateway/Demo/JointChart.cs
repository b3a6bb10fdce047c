using System.Text;
using PolicyGate.Gateway.Charts;

namespace PolicyGate.Gateway.Demo;

/// <summary>One joint over one episode: dots where it was measured, lines for what was commanded.</summary>
/// <remarks>
/// Row i of a chunk is reached i + 1 intervals after its observation. The part of a chunk until the next observation
/// was executed; the rest is what the policy meant to do and is drawn fainter.
/// </remarks>
internal sealed class JointChart(int joint, double seconds)
{
    private const double Width = 280;
    private const double Height = 150;
    private const double Left = 40;
    private const double Right = 8;
    private const double Top = 8;
    private const double Bottom = 22;

    // A joint that stands still is drawn as standing still, not as noise.
    private const double LeastSpan = 0.05;

    private readonly StringBuilder _svg = new();

    /// <param name="label">The joint's name.</param>
    /// <param name="measured">By tick.</param>
    /// <param name="answers">By tick; skips are left out.</param>
    public string Draw(string label, IReadOnlyList<float> measured, IReadOnlyList<DemoTick> answers)
    {
        var x = new SvgAxis(0, seconds, Left, Width - Right);
        SvgAxis y = Vertical(measured, answers);
        _svg.Clear();
        _svg.Append($"<svg class=\"joint\" viewBox=\"0 0 {Width:0} {Height:0}\" role=\"img\" ");
        _svg.Append($"aria-label=\"{label}, radians over seconds\" data-x0=\"{x.At(0)}\" ");
        _svg.Append($"data-dx=\"{x.At(EpisodePlayer.RecordedPeriod.TotalSeconds) - x.At(0):0.##}\">");
        DrawGrid(x, y);
        for (int tick = 0; tick < answers.Count; tick++)
            DrawChunk(answers[tick], Start(tick), last: tick == answers.Count - 1, x, y);
        DrawMeasured(measured, x, y);
        _svg.Append($"<line class=\"now\" x1=\"{x.From}\" x2=\"{x.From}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
        return _svg.Append("</svg>").ToString();
    }

    private static double Start(int tick) => tick * EpisodePlayer.RecordedPeriod.TotalSeconds;

    private SvgAxis Vertical(IReadOnlyList<float> measured, IReadOnlyList<DemoTick> answers)
    {
        IEnumerable<float> all = answers.SelectMany(tick => tick.Answer.Positions).Select(row => row[joint])
            .Concat(measured);
        (double low, double high) = (double.MaxValue, double.MinValue);
        foreach (float value in all)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        double span = Math.Max(high - low, LeastSpan) * 1.12;
        double middle = (low + high) / 2;
        return new SvgAxis(middle - (span / 2), middle + (span / 2), Height - Bottom, Top);
    }

    private void DrawGrid(SvgAxis x, SvgAxis y)
    {
        foreach (double value in y.Marks(4))
        {
            _svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.At(value)}\" ");
            _svg.Append($"y2=\"{y.At(value)}\"/>");
            _svg.Append($"<text class=\"mark end\" x=\"{Left - 5}\" y=\"{y.At(value) + 3}\">{value:0.###}</text>");
        }
        foreach (double value in x.Marks(5))
        {
            string unit = value == 0 ? " s" : "";
            _svg.Append($"<text class=\"mark middle\" x=\"{x.At(value)}\" y=\"{Height - 8}\">");
            _svg.Append($"{value:0.##}{unit}</text>");
        }
    }

    private void DrawChunk(DemoTick tick, double start, bool last, SvgAxis x, SvgAxis y)
    {
        int rows = tick.Answer.Positions.Count;
        int executed = last ? rows : Math.Clamp(EpisodePlayer.StepsPerTick - tick.Match.LateRows, 0, rows);
        // The parts share a point, so that the line is whole.
        DrawRows("ahead", tick, Math.Max(0, executed - 1)..rows, start, x, y);
        DrawRows("done", tick, ..executed, start, x, y);
    }

    private void DrawRows(string style, DemoTick tick, Range rows, double start, SvgAxis x, SvgAxis y)
    {
        (int first, int count) = rows.GetOffsetAndLength(tick.Answer.Positions.Count);
        if (count < 2)
            return;
        double interval = tick.Answer.IntervalNanoseconds / 1e9;
        _svg.Append($"<polyline class=\"{style}\" points=\"");
        for (int row = first; row < first + count; row++)
        {
            double time = start + ((tick.Match.LateRows + row + 1) * interval);
            if (time <= x.High)
                _svg.Append($"{x.At(time)},{y.At(tick.Answer.Positions[row][joint])} ");
        }
        _svg.Append("\"/>");
    }

    private void DrawMeasured(IReadOnlyList<float> measured, SvgAxis x, SvgAxis y)
    {
        for (int tick = 0; tick < measured.Count; tick++)
            _svg.Append($"<circle class=\"dot\" cx=\"{x.At(Start(tick))}\" cy=\"{y.At(measured[tick])}\" r=\"3.2\"/>");
    }
}
