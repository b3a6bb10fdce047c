using System.Globalization;
using System.Text;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.Charts;

/// <summary>The queue's size over time as a picture that needs nothing else: a run's health at a glance.</summary>
internal sealed class QueuePlot
{
    private const int Left = 52;
    private const int Top = 46;
    private const int Columns = 880;
    private const int Rows = 220;
    private const int Width = Left + Columns + 20;
    private const int Height = Top + Rows + 44;

    private const string Style = """
        svg { --paper: #fbfaf8; --ink: #1c1b19; --dim: #6a675f; --line: #e3e0d8; --bad: #a31f1f; --accent: #1f6fd0; }
        @media (prefers-color-scheme: dark) {
          svg { --paper: #161614; --ink: #f1efe9; --dim: #a09c92; --line: #34332f; --bad: #ff8f85; --accent: #5b9fee; }
        }
        text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--dim); }
        .title { font-size: 15px; font-weight: 600; fill: var(--ink); }
        .paper { fill: var(--paper); }
        .grid { stroke: var(--line); }
        .size { fill: none; stroke: var(--accent); stroke-width: 1.2; stroke-linejoin: round; }
        .threshold { stroke: var(--dim); stroke-dasharray: 5 4; }
        .hold { fill: var(--bad); fill-opacity: 0.22; }
        .bad { fill: var(--bad); }
        .end { text-anchor: end; }
        .middle { text-anchor: middle; }
        """;

    private readonly StringBuilder _svg = new();
    private readonly List<QueueSample> _samples;
    private readonly double _period;
    private readonly double _threshold;
    private readonly double _seconds;
    private readonly double _known;
    private readonly int _most;

    private QueuePlot(LeRobotClientReport report, LeRobotClientOptions options)
    {
        _samples = [.. report.QueueSeconds.Zip(report.QueueSizes, (seconds, size) => new QueueSample(seconds, size))];
        _period = options.Period.TotalSeconds;
        _threshold = options.ChunkSizeThreshold * report.LongestChunk;
        _seconds = Math.Max(report.Seconds, _period);
        // What came after the last that was kept is not known, which is no hold.
        _known = report.IsQueueCut ? _samples[^1].Seconds : _seconds;
        _most = Math.Max(1, Math.Max(report.LongestChunk, report.QueueSizes.DefaultIfEmpty().Max()));
    }

    /// <returns>An SVG document of some ten kilobytes, however long the run was.</returns>
    public static string Draw(LeRobotClientReport report, LeRobotClientOptions options) =>
        new QueuePlot(report, options).Draw();

    private string Draw()
    {
        List<Hold> holds = Hold.Between(_samples, _period, _known, least: _seconds / Columns);
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" ");
        Write($"aria-label=\"actions in the queue over {_seconds:0.0} seconds\">\n<style>\n{Style}\n</style>\n");
        Write($"<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n");
        Write($"<text class=\"title\" x=\"{Left}\" y=\"24\">Actions in the queue</text>\n");
        WriteAxes();
        foreach (Hold hold in holds)
            WriteHold(hold);
        WriteThreshold();
        WriteSizes();
        if (holds.Count > 0)
            Write($"<text class=\"bad end\" x=\"{Left + Columns}\" y=\"24\">shaded: nothing to execute</text>\n");
        Write($"</svg>\n");
        return _svg.ToString();
    }

    private void WriteAxes()
    {
        foreach (double size in Marks(_most, wanted: 5).Where(size => size == Math.Floor(size)))
        {
            Write($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Columns}\" y1=\"{Y(size)}\" y2=\"{Y(size)}\"/>");
            Write($"<text class=\"end\" x=\"{Left - 8}\" y=\"{Y(size) + 4:0.#}\">{size:0}</text>\n");
        }
        foreach (double seconds in Marks(_seconds, wanted: 8))
            Write($"<text class=\"middle\" x=\"{X(seconds)}\" y=\"{Top + Rows + 20}\">{seconds:0.####}</text>\n");
        Write($"<text class=\"end\" x=\"{Left + Columns}\" y=\"{Top + Rows + 38}\">seconds</text>\n");
    }

    private void WriteHold(Hold hold)
    {
        // One that is short must be seen, too.
        double width = Math.Max(1, X(hold.To) - X(hold.From));
        Write($"<rect class=\"hold\" x=\"{X(hold.From)}\" y=\"{Top}\" width=\"{width:0.#}\" height=\"{Rows}\"/>\n");
    }

    private void WriteThreshold()
    {
        if (_threshold <= 0)
            return;
        double at = Y(_threshold);
        Write($"<line class=\"threshold\" x1=\"{Left}\" x2=\"{Left + Columns}\" y1=\"{at}\" y2=\"{at}\"/>");
        Write($"<text class=\"end\" x=\"{Left + Columns - 4}\" y=\"{at + 14:0.#}\">");
        Write($"an observation is sent from here down: {_threshold:0.#}</text>\n");
    }

    private void WriteSizes()
    {
        if (_samples.Count == 0)
            return;
        Write($"<path class=\"size\" d=\"");
        double executed = double.NegativeInfinity;
        foreach (QueueSample sample in ThinnedSamples.Of(_samples, _seconds, Columns))
        {
            // Over a hold there is no line; where samples are thinned out, pixels are longer than periods.
            bool held = sample.Seconds - executed > Math.Max(1.5 * _period, 2 * _seconds / Columns);
            Write($"{(held ? 'M' : 'L')}{X(sample.Seconds)} {Y(sample.Size)}");
            executed = sample.Seconds;
        }
        Write($"\"/>\n");
    }

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, from 0, about as many as wanted.</summary>
    private static IEnumerable<double> Marks(double most, int wanted)
    {
        double rough = most / wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (int n = 0; n * step <= most * (1 + 1e-9); n++)
            yield return Math.Round(n * step, 9);
    }

    private double X(double seconds) => Math.Round(Left + (seconds / _seconds * Columns), 1);

    private double Y(double size) => Math.Round(Top + Rows - (size / _most * Rows), 1);

    private void Write(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
