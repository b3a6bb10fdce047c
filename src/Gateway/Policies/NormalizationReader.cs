using System.Text.Json;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads a tensor's <c>normalize</c>.</summary>
/// <param name="width">How many joints or channels there are; null where that is not known.</param>
/// <param name="divides">Whether values are divided on their way, which must then be by more than 0.</param>
/// <param name="channels">Whether the statistics are of colour channels, which LeRobot nests three deep.</param>
internal sealed class NormalizationReader(int? width, bool divides, bool channels)
{
    /// <summary>LeRobot's.</summary>
    public const double DefaultEpsilon = 1e-8;

    private static readonly string[] Keys = ["mode", .. NormalizationModes.Statistics, "eps"];

    public NormalizationDescription Read(JsonField field)
    {
        NormalizationDescription identity = NormalizationDescription.Identity;
        if (!field.Is(JsonValueKind.Object, "an object with 'mode'"))
            return identity;
        field.AllowOnly(Keys);
        if (field.Require("mode", "as \"mean_std\"")?.Word(NormalizationModes.Words) is not { } word)
            return identity;
        NormalizationMode mode = NormalizationModes.Of(word);
        string[] statistics = NormalizationModes.StatisticsOf(mode);
        foreach (string key in Keys[1..].Except(statistics.Length == 0 ? [] : [.. statistics, "eps"]))
            field.Find(key)?.Fail($"the mode \"{word}\" takes no '{key}'; remove it, or correct the mode");
        return statistics.Length == 0 ? identity : ReadStatistics(field, mode, statistics[0], statistics[1]);
    }

    private NormalizationDescription ReadStatistics(
        JsonField field, NormalizationMode mode, string first, string second)
    {
        float epsilon = (float)(field.Find("eps") is { } eps ? eps.Number(0, 1) ?? 0 : DefaultEpsilon);
        float[] firsts = ReadList(field, first, (_, _) => null);
        float[] seconds = ReadList(field, second, (i, value) =>
            mode is NormalizationMode.MeanStd || i < firsts.Length
                ? StatisticsRules.Objection(mode, divides, firsts.ElementAtOrDefault(i), value, epsilon)
                : null);
        return new NormalizationDescription(mode, firsts, seconds, epsilon);
    }

    /// <summary>One finite float32 for each joint or channel.</summary>
    /// <param name="normalize">The object.</param>
    /// <param name="key">The statistic.</param>
    /// <param name="objection">What was expected, for a value that will not do.</param>
    private float[] ReadList(JsonField normalize, string key, Func<int, float, string?> objection)
    {
        string expected = width is null ? "a list of numbers" : $"a list of {width} numbers";
        if (normalize.Require(key, expected) is not { } field || !field.Is(JsonValueKind.Array, expected))
            return [];
        int count = field.Value.GetArrayLength();
        if (width is not null && count != width)
        {
            field.Fail($"expected {width} numbers, one for each joint or channel, found {count}");
            return [];
        }
        float[] values = new float[count];
        foreach ((int i, JsonField item) in field.Items().Index())
        {
            JsonField single = channels ? Unnest(item) : item;
            if (channels && single.Value.ValueKind is JsonValueKind.Array)
            {
                field.Fail("statistics for each pixel are not supported; give one number for each channel");
                return [];
            }
            if (single.Number(-float.MaxValue, float.MaxValue, "a finite number") is not { } number)
                continue;
            // Parsed in double, then rounded: as numpy does with a list of Python's numbers.
            values[i] = (float)number;
            if (objection(i, values[i]) is { } better)
                single.FailExpected(better);
        }
        return values;
    }

    /// <summary><c>[[0.5]]</c>, as LeRobot's <c>stats.json</c> has a channel, is <c>0.5</c>.</summary>
    private static JsonField Unnest(JsonField item)
    {
        const int HeightAndWidth = 2;
        for (int i = 0; i < HeightAndWidth && item.Value.ValueKind is JsonValueKind.Array; i++)
        {
            if (item.Value.GetArrayLength() != 1)
                break;
            item = item.Items().Single();
        }
        return item;
    }
}
