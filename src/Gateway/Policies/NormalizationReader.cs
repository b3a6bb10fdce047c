using System.Text.Json;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads a tensor's <c>normalize</c>.</summary>
internal static class NormalizationReader
{
    // LeRobot's.
    private const double DefaultEpsilon = 1e-8;

    private static readonly string[] Statistics = ["mean", "std", "min", "max", "q01", "q99", "q10", "q90"];

    /// <param name="field">The object.</param>
    /// <param name="width">How many joints or channels there are; null where that is not known.</param>
    /// <param name="divides">Whether values are divided by <c>std + eps</c>, which must then be above 0.</param>
    public static NormalizationDescription Read(JsonField field, int? width, bool divides)
    {
        NormalizationDescription identity = NormalizationDescription.Identity;
        if (!field.Is(JsonValueKind.Object, "an object with 'mode'"))
            return identity;
        field.AllowOnly(["mode", .. Statistics, "eps"]);
        switch (field.Require("mode", "\"identity\" or \"mean_std\"")
            ?.Word(["identity", "mean_std"], "min_max", "quantiles", "quantile10"))
        {
            case "identity":
                Refuse(field, "identity", [.. Statistics, "eps"]);
                return identity;
            case "mean_std":
                Refuse(field, "mean_std", Statistics[2..]);
                return ReadMeanStd(field, width, divides);
            default:
                return identity;
        }
    }

    private static NormalizationDescription ReadMeanStd(JsonField field, int? width, bool divides)
    {
        float epsilon = (float)(field.Find("eps") is { } eps ? eps.Number(0, 1) ?? 0 : DefaultEpsilon);
        float[] mean = ReadList(field, "mean", width, _ => null);
        float[] std = ReadList(field, "std", width, value => value switch
        {
            < 0 => "0 or more",
            // As the divisor is computed: in float32.
            _ when divides && value + epsilon <= 0 => "more than 0 where eps is 0",
            _ => null,
        });
        return new NormalizationDescription(NormalizationMode.MeanStd, mean, std, epsilon);
    }

    /// <summary>One finite float32 for each joint or channel.</summary>
    /// <param name="normalize">The object.</param>
    /// <param name="key">The statistic.</param>
    /// <param name="width">How many there must be; null where that is not known.</param>
    /// <param name="objection">What was expected, for a value that will not do.</param>
    private static float[] ReadList(JsonField normalize, string key, int? width, Func<float, string?> objection)
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
            if (item.Number(-float.MaxValue, float.MaxValue, "a finite number") is not { } number)
                continue;
            // Parsed in double, then rounded: as numpy does with a list of Python's numbers.
            values[i] = (float)number;
            if (objection(values[i]) is { } better)
                item.FailExpected(better);
        }
        return values;
    }

    private static void Refuse(JsonField field, string mode, string[] keys)
    {
        foreach (string key in keys)
            field.Find(key)?.Fail($"the mode \"{mode}\" takes no '{key}'; remove it, or correct the mode");
    }
}
