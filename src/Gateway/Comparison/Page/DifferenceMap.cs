using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>The heat map: a row a joint, a column a step of the horizon, shades in tolerances.</summary>
/// <remarks>
/// Shades are few and named in the legend: an eye tells eight apart and reads no value off a gradient. Beyond the
/// tolerance the hue changes and a dot is drawn, so that it also shows in grey and to those who see no red.
/// </remarks>
internal sealed class DifferenceMap(ComparisonReport report)
{
    // A horizon of a thousand steps has ten to a column, and each column the largest of them.
    private const int MostColumns = 120;
    private const int MostRows = 48;

    private const double Width = 1120;
    private const double RowHeight = 20;
    private const double Top = 6;
    private const double Bottom = 36;
    private const double MarkWidth = 6.2; // of a character
    private const int LongestName = 28;

    private static readonly double[] Edges = [0, 1e-3, 1e-2, 1e-1, 1, 3, 10];
    private static readonly string[] Labels =
        ["equal", "to 0.001", "to 0.01", "to 0.1", "to 1: the tolerance", "to 3", "to 10", "more"];
    private static readonly int FirstBeyond = Array.IndexOf(Edges, 1) + 1;

    private readonly int[] _rows = [.. JointOrder.WorstFirst(report).Take(MostRows).Order()];
    private readonly int _steps = report.Shared.Steps;

    public void Write(HtmlWriter html)
    {
        WriteLegend(html);
        int stepsInColumn = Math.Max(1, (_steps + MostColumns - 1) / MostColumns);
        int columns = (_steps + stepsInColumn - 1) / stepsInColumn;
        int longest = _rows.Select(row => Math.Min(report.Joints[row].Name.Length, LongestName)).DefaultIfEmpty().Max();
        double left = 12 + (longest * MarkWidth);
        double height = Top + (_rows.Length * RowHeight) + Bottom;
        double cell = (Width - left - 4) / Math.Max(1, columns);
        html.Write($"<figure class=\"map\" tabindex=\"0\"><svg viewBox=\"0 0 {Width:0} {height:0.#}\" role=\"img\" ");
        html.Write($"aria-label=\"Largest difference of each joint at each step, in tolerances\">\n");
        for (int row = 0; row < _rows.Length; row++)
        {
            JointComparison joint = report.Joints[_rows[row]];
            double y = Top + (row * RowHeight);
            html.Write($"<text class=\"mark end\" x=\"{left - 6:0.#}\" y=\"{y + 14:0.#}\">");
            html.Write($"{Short(joint.Name)}</text>\n");
            for (int column = 0; column < columns; column++)
                WriteCell(html, joint, column * stepsInColumn, stepsInColumn, left + (column * cell), y, cell);
        }
        WriteSteps(html, left, cell, stepsInColumn, height);
        html.Write($"</svg></figure>\n");
        if (_rows.Length < report.Joints.Count)
        {
            html.Write($"""
                <p class="dim">The {_rows.Length} joints that differ most, of {report.Joints.Count}; the table has
                all.</p>

                """);
        }
    }

    private static string Short(string name) => name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";

    private static int Shade(double tolerances)
    {
        int shade = 0;
        while (shade < Edges.Length && !(tolerances <= Edges[shade]))
            shade++;
        return shade;
    }

    private void WriteCell(
        HtmlWriter html, JointComparison joint, int first, int count, double x, double y, double width)
    {
        int last = Math.Min(first + count, joint.Steps.Count) - 1;
        double largest = 0;
        for (int step = first; step <= last; step++)
        {
            // NaN is larger than all, which it is not for Math.Max alone on every path to here.
            double max = joint.Steps[step].Max;
            largest = double.IsNaN(max) || max > largest ? max : largest;
        }
        double tolerances = Quantity.Tolerances(largest, joint.Tolerance);
        int shade = Shade(tolerances);
        html.Write($"<g><title>{joint.Name}, step {first}");
        if (last > first)
            html.Write($" to {last}");
        html.Write($" ({Due(first):0.##} s): {Quantity.Number(largest)}, ");
        html.Write($"{Quantity.Number(tolerances)} tolerances</title>");
        html.Write($"<rect class=\"h{shade}\" x=\"{x:0.##}\" y=\"{y:0.#}\" width=\"{width:0.##}\" ");
        html.Write($"height=\"{RowHeight:0.#}\"/>");
        if (shade >= FirstBeyond)
        {
            html.Write($"<circle class=\"beyond\" cx=\"{x + (width / 2):0.##}\" cy=\"{y + (RowHeight / 2):0.#}\" ");
            html.Write($"r=\"{Math.Min(2.6, width / 3):0.#}\"/>");
        }
        html.Write($"</g>\n");
    }

    /// <summary>Seconds after the chunk is taken.</summary>
    private double Due(int step) => (step + 1) * report.Shared.StepSeconds;

    private void WriteSteps(HtmlWriter html, double left, double cell, int stepsInColumn, double height)
    {
        var axis = new SvgAxis(0, Math.Max(1, _steps), left, left + (_steps * cell / stepsInColumn));
        foreach (double mark in axis.Marks(10).Where(mark => mark < _steps))
        {
            double x = axis.At(mark) + (cell / stepsInColumn / 2);
            html.Write($"<text class=\"mark middle\" x=\"{x:0.#}\" y=\"{height - Bottom + 14:0.#}\">");
            html.Write($"{mark:0.#}</text>\n");
        }
        html.Write($"<text class=\"mark middle\" x=\"{(left + Width) / 2:0.#}\" y=\"{height - 5:0.#}\">step of the ");
        html.Write($"horizon, {report.Shared.StepSeconds * 1000:0.#} ms each</text>\n");
    }

    private static void WriteLegend(HtmlWriter html)
    {
        html.Write($"<p class=\"legend shades\"><span>tolerances:</span>");
        for (int shade = 0; shade < Labels.Length; shade++)
        {
            html.Write($"<span class=\"shade h{shade}\">");
            html.Write($"{(shade >= FirstBeyond ? "•" : "")}</span>{Labels[shade]}");
        }
        html.Write($"</p>\n");
    }
}
