using System.Globalization;
using System.Net;
using System.Text;
using PolicyGate.Gateway.Demo;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Inspection;

/// <summary>One session's joints over time as an SVG file: dots where a joint was seen, a line for what was sent.
/// </summary>
/// <remarks>
/// Of each chunk those rows are drawn that come before the next tick's; row i is reached i + 1 intervals after its
/// request, and as many more as were left out as late.
/// </remarks>
internal sealed class JointPlot(RecordedTick first, IReadOnlyList<string> joints)
{
    private const int Columns = 4;
    private const double Width = 300;
    private const double Height = 170;
    private const double Left = 46;
    private const double Right = 8;
    private const double Top = 22;
    private const double Bottom = 20;

    // What a screen can show of a joint; of longer sessions every n-th is drawn.
    private const int MostPoints = 4000;

    // A joint that stands still is drawn as standing still, not as noise.
    private const double LeastSpan = 0.05;

    private readonly long _begun = first.Clock?.Asked ?? 0;
    private readonly int _width = first.Width;
    private readonly List<(double Time, float[] Row)> _seen = [];
    private readonly List<(double Time, float[] Row)> _sent = [];
    private readonly StringBuilder _svg = new();
    private double _end;

    public void Add(RecordedTick tick, ReadOnlySpan<float> seen)
    {
        double time = ((tick.Clock?.Asked ?? 0) - _begun) / 1e9;
        _end = Math.Max(_end, time);
        if (seen.Length == _width)
            _seen.Add((time, seen.ToArray()));
        if (tick.Chunk.IsEmpty || tick.IntervalNanoseconds == 0)
            return;
        // What this one replaces was never played.
        double interval = tick.IntervalNanoseconds / 1e9;
        double begin = time + ((tick.LateRows + 1) * interval);
        while (_sent.Count > 0 && _sent[^1].Time >= begin)
            _sent.RemoveAt(_sent.Count - 1);
        for (int row = 0; row < tick.Chunk.Length / _width; row++)
            _sent.Add((begin + (row * interval), tick.Chunk.Span.Slice(row * _width, _width).ToArray()));
    }

    public string Draw(string session)
    {
        _end = Math.Max(_sent.Count > 0 ? Math.Max(_end, _sent[^1].Time) : _end, 1e-3);
        int rows = (_width + Columns - 1) / Columns;
        double height = rows * Height;
        _svg.Clear();
        _svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Columns * Width} {height}" font-family="sans-serif">
            <title>{WebUtility.HtmlEncode(session)}: joints over seconds</title>
            <rect width="100%" height="100%" fill="#fff"/>

            """);
        for (int joint = 0; joint < _width; joint++)
        {
            _svg.Append(CultureInfo.InvariantCulture,
                $"<g transform=\"translate({joint % Columns * Width} {joint / Columns * Height})\">\n");
            DrawJoint(joint);
            _svg.Append("</g>\n");
        }
        return _svg.Append("</svg>\n").ToString();
    }

    private void DrawJoint(int joint)
    {
        var x = new SvgAxis(0, _end, Left, Width - Right);
        SvgAxis y = Vertical(joint);
        string name = joint < joints.Count ? joints[joint] : $"joint {joint}";
        _svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left}\" y=\"14\" font-size=\"12\">{WebUtility.HtmlEncode(name)}</text>\n");
        foreach (double value in y.Marks(4))
        {
            _svg.Append(CultureInfo.InvariantCulture, $"""
                <path d="M{Left} {y.At(value)}H{Width - Right}" stroke="#ddd"/>
                <text x="{Left - 5}" y="{y.At(value) + 3}" font-size="10" fill="#666"
                 text-anchor="end">{value:0.###}</text>

                """);
        }
        foreach (double value in x.Marks(5))
        {
            _svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{x.At(value)}" y="{Height - 6}" font-size="10" fill="#666"
                 text-anchor="middle">{value:0.##}</text>

                """);
        }
        _svg.Append("<polyline fill=\"none\" stroke=\"#1f6fd0\" stroke-width=\"1.5\" points=\"");
        foreach ((double time, float[] row) in Some(_sent))
            _svg.Append(CultureInfo.InvariantCulture, $"{x.At(time)},{y.At(row[joint])} ");
        _svg.Append("\"/>\n");
        foreach ((double time, float[] row) in Some(_seen))
        {
            _svg.Append(CultureInfo.InvariantCulture,
                $"<circle cx=\"{x.At(time)}\" cy=\"{y.At(row[joint])}\" r=\"1.2\"/>");
        }
        _svg.Append('\n');
    }

    private static IEnumerable<(double Time, float[] Row)> Some(List<(double Time, float[] Row)> points)
    {
        int step = (points.Count / MostPoints) + 1;
        for (int i = 0; i < points.Count; i += step)
            yield return points[i];
    }

    private SvgAxis Vertical(int joint)
    {
        (double low, double high) = (double.MaxValue, double.MinValue);
        foreach ((_, float[] row) in _seen.Concat(_sent).Where(point => float.IsFinite(point.Row[joint])))
            (low, high) = (Math.Min(low, row[joint]), Math.Max(high, row[joint]));
        (low, high) = low > high ? (0, 0) : (low, high);
        double span = Math.Max(high - low, LeastSpan) * 1.12;
        double middle = (low + high) / 2;
        return new SvgAxis(middle - (span / 2), middle + (span / 2), Height - Bottom, Top);
    }
}
