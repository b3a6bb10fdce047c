using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>Reads answer lines. Keys that it does not know are passed over, as the stock node does.</summary>
internal static class OpenArmAnswerReader
{
    private const string MillisecondsSuffix = "_ms";

    /// <exception cref="OpenArmException">It is nothing that a robot could execute; the message says why.</exception>
    public static OpenArmAnswer Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new OpenArmException($"the answer is not JSON: {failure.Message}", failure);
        }
    }

    /// <exception cref="OpenArmException">As for a line.</exception>
    public static OpenArmAnswer Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
            throw new OpenArmException($"the answer is no object but {answer.ValueKind}");
        List<float[]> positions = ReadPositions(answer);
        return new OpenArmAnswer
        {
            Positions = positions,
            IntervalNanoseconds = positions.Count == 0 ? 0 : ReadInterval(answer),
            CutoffHz = answer.TryGetProperty("cutoff_hz", out JsonElement cutoff) ? ReadNumber(cutoff) : null,
            Error = ReadError(answer),
            Timing = ReadTiming(answer),
        };
    }

    private static List<float[]> ReadPositions(JsonElement answer)
    {
        if (!answer.TryGetProperty("positions", out JsonElement rows) || rows.ValueKind != JsonValueKind.Array)
            throw new OpenArmException("the answer has no list \"positions\": the stock node ends here");
        var positions = new List<float[]>(rows.GetArrayLength());
        foreach (JsonElement row in rows.EnumerateArray())
        {
            float[] values = ReadRow(row, positions.Count);
            if (positions.Count > 0 && values.Length != positions[0].Length)
            {
                throw new OpenArmException($"positions[{positions.Count}] has {values.Length} values, "
                    + $"the rows before have {positions[0].Length}");
            }
            positions.Add(values);
        }
        return positions;
    }

    private static float[] ReadRow(JsonElement row, int index)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() == 0)
            throw new OpenArmException($"positions[{index}] is not a list of numbers");
        var values = new float[row.GetArrayLength()];
        for (int i = 0; i < values.Length; i++)
        {
            // Beyond float32 reads as infinity.
            if (row[i].ValueKind != JsonValueKind.Number || !float.IsFinite(values[i] = row[i].GetSingle()))
                throw new OpenArmException($"positions[{index}][{i}] is {row[i].GetRawText()}, no finite float32");
        }
        return values;
    }

    private static long ReadInterval(JsonElement answer)
    {
        bool known = answer.TryGetProperty("interval", out JsonElement interval)
            && interval.ValueKind == JsonValueKind.Number;
        if (!known || !interval.TryGetInt64(out long nanoseconds) || nanoseconds <= 0)
            throw new OpenArmException("the answer has positions but no positive whole number \"interval\"");
        return nanoseconds;
    }

    private static double? ReadNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static OpenArmError? ReadError(JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out JsonElement error))
            return null;
        return error.ValueKind == JsonValueKind.Object
            ? new OpenArmError(ReadText(error, "code"), ReadText(error, "message"))
            : new OpenArmError("", error.ToString());
    }

    private static string ReadText(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static List<OpenArmStage> ReadTiming(JsonElement answer)
    {
        var stages = new List<OpenArmStage>();
        if (!answer.TryGetProperty("timing", out JsonElement timing) || timing.ValueKind != JsonValueKind.Object)
            return stages;
        foreach (JsonProperty stage in timing.EnumerateObject())
        {
            if (stage.Name.EndsWith(MillisecondsSuffix, StringComparison.Ordinal)
                && ReadNumber(stage.Value) is double milliseconds)
            {
                stages.Add(new OpenArmStage(stage.Name[..^MillisecondsSuffix.Length], milliseconds));
            }
        }
        return stages;
    }
}
