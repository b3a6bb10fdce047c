using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>A trajectory read from CSV (<c>.csv</c>) or JSON lines (any other name).</summary>
internal static class TrajectoryFile
{
    /// <param name="path">The file.</param>
    /// <param name="width">Joints.</param>
    /// <param name="joints">Their names, for a CSV's header; null where nobody knows them.</param>
    /// <param name="rateHz">What rows with timestamps are resampled to.</param>
    /// <exception cref="PolicyLoadException">The file cannot be read, or lines are not what they should be.</exception>
    public static Trajectory Read(string path, int width, IReadOnlyList<string>? joints, double rateHz)
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            var values = new List<float>();
            ScriptFile.Read(path, line => JsonPositions.ReadRow(line, width, values));
            return Made(path, [.. values], width);
        }
        var csv = new CsvRows(width, joints);
        ScriptFile.Read(path, csv.Read);
        if (csv.Times.Count < 2)
            return Made(path, [.. csv.Values], width);
        double seconds = csv.Times[^1] - csv.Times[0];
        if (seconds * rateHz >= ScriptFile.MostLines)
        {
            throw new PolicyLoadException(
                $"{path}: its timestamps, read as seconds, span {seconds:0}, which at {rateHz} Hz are more than"
                + $" {ScriptFile.MostLines} rows");
        }
        return Made(path, Resampling.Linear(csv.Times, csv.Values, width, rateHz), width);
    }

    private static Trajectory Made(string path, float[] values, int width) => values.Length > 0
        ? new Trajectory(values, width)
        : throw new PolicyLoadException($"{path} is empty; expected is one row of {width} positions a line");
}
