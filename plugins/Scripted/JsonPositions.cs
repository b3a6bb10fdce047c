using System.Text.Json;

namespace PolicyGate.Scripted;

/// <summary>Positions in lines of JSON.</summary>
internal static class JsonPositions
{
    /// <summary>A line that is an array of positions, or an object with one under <c>positions</c>.</summary>
    /// <returns>What is wrong; null when the row was added.</returns>
    public static string? ReadRow(string line, int width, List<float> values)
    {
        if (Parse(line, out JsonDocument? document) is { } broken)
            return broken;
        using (document)
            return Append(document!.RootElement, width, values);
    }

    public static string? Parse(string line, out JsonDocument? document)
    {
        document = null;
        try
        {
            document = JsonDocument.Parse(line);
            return null;
        }
        catch (JsonException failure)
        {
            return $"it is no JSON: {failure.Message}";
        }
    }

    /// <param name="row">An array, or an object with one under <c>positions</c>.</param>
    /// <param name="width">Joints.</param>
    /// <param name="values">Receives them where all are good.</param>
    public static string? Append(JsonElement row, int width, List<float> values)
    {
        string expected = $"expected is an array of {width} positions, or an object with one under 'positions'; found";
        if (row.ValueKind is JsonValueKind.Object && !row.TryGetProperty("positions", out row))
            return $"{expected} an object without it";
        if (row.ValueKind is not JsonValueKind.Array)
            return $"{expected} {row.ValueKind.ToString().ToLowerInvariant()}";
        if (row.GetArrayLength() != width)
            return $"{expected} {row.GetArrayLength()} values";
        int before = values.Count;
        foreach (JsonElement value in row.EnumerateArray())
        {
            // A number beyond float's range is infinite.
            if (value.ValueKind is not JsonValueKind.Number || !float.IsFinite(value.GetSingle()))
            {
                values.RemoveRange(before, values.Count - before);
                return $"{expected} {value.GetRawText()}";
            }
            values.Add(value.GetSingle());
        }
        return null;
    }
}
