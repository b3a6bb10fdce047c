using System.Text.Json;
using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>Rows of joint positions read from JSON lines.</summary>
internal sealed class Trajectory
{
    /// <summary>An hour at 100 Hz is 360 000 rows; beyond that a wrong file is likelier than a long episode.</summary>
    private const int MostRows = 1_000_000;

    private readonly float[] _values;

    private Trajectory(float[] values, int width) => (_values, Width) = (values, width);

    public int Width { get; }

    public int Rows => _values.Length / Width;

    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>Each line is an array of positions, or an object with such an array under <c>positions</c>.</summary>
    /// <exception cref="PolicyLoadException">The file cannot be read, or a line is not what it should be.</exception>
    public static Trajectory Read(string path, int width)
    {
        List<float> values = [];
        int number = 0;
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                if (values.Count / width == MostRows)
                    throw new PolicyLoadException($"{path} has more than {MostRows} rows; split it");
                Append(line, width, values);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException($"the trajectory cannot be read: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            throw new PolicyLoadException(
                $"{path}, line {number}: expected is an array of {width} positions, or an object with one under"
                + $" 'positions'; {failure.Message}", failure);
        }
        return values.Count > 0
            ? new Trajectory([.. values], width)
            : throw new PolicyLoadException($"{path} is empty; expected is one row of {width} positions a line");
    }

    private static void Append(string line, int width, List<float> values)
    {
        using var document = JsonDocument.Parse(line);
        JsonElement row = document.RootElement;
        if (row.ValueKind == JsonValueKind.Object && !row.TryGetProperty("positions", out row))
            throw new FormatException("found an object without it");
        if (row.ValueKind != JsonValueKind.Array)
            throw new FormatException($"found {row.ValueKind.ToString().ToLowerInvariant()}");
        if (row.GetArrayLength() != width)
            throw new FormatException($"found {row.GetArrayLength()} values");
        foreach (JsonElement value in row.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Number || !float.IsFinite(value.GetSingle()))
                throw new FormatException($"found {value.GetRawText()}");
            values.Add(value.GetSingle());
        }
    }
}
