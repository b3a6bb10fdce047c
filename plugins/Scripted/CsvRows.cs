using System.Globalization;

namespace PolicyGate.Scripted;

/// <summary>Rows of positions from lines of comma-separated numbers, the first of which may be a header.</summary>
/// <param name="width">Joints.</param>
/// <param name="joints">As <see cref="CsvHeader.Read"/> takes them.</param>
internal sealed class CsvRows(int width, IReadOnlyList<string>? joints)
{
    private readonly float[] _row = new float[width];

    /// <summary>Null until the first line.</summary>
    private int[]? _columns;

    /// <summary>Seconds, rising; empty where there is no such column.</summary>
    public List<double> Times { get; } = [];

    public List<float> Values { get; } = [];

    /// <returns>What is wrong with the line; null when it was taken.</returns>
    public string? Read(string line)
    {
        string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
        if (_columns is null && !Array.Exists(fields, field => TryParse(field, out _)))
            return CsvHeader.Read(fields, width, joints, out _columns);
        _columns ??= [.. Enumerable.Range(0, width)];
        return ReadRow(fields);
    }

    private string? ReadRow(string[] fields)
    {
        if (fields.Length != _columns!.Length)
        {
            string hint = fields.Length == width + 1 ? "; a column of timestamps needs a header that names it" : "";
            return $"expected are {_columns.Length} values with commas between them, found {fields.Length}{hint}";
        }
        double? time = null;
        for (int i = 0; i < fields.Length; i++)
        {
            // A number beyond float's range is infinite.
            if (!TryParse(fields[i], out double value) || !float.IsFinite((float)value))
                return $"expected is a number in column {i + 1}, found '{fields[i]}'";
            if (_columns[i] == CsvHeader.Time)
                time = value;
            else if (_columns[i] >= 0)
                _row[_columns[i]] = (float)value;
        }
        if (time is { } moment)
        {
            if (Times.Count > 0 && moment <= Times[^1])
                return $"its timestamp {moment} is not after the one before it, {Times[^1]}";
            Times.Add(moment);
        }
        Values.AddRange(_row);
        return null;
    }

    private static bool TryParse(string field, out double value) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
