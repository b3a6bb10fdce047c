using System.Globalization;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>LeRobot's aggregations by their names, and any weight between them.</summary>
public static class ActionAggregates
{
    private static readonly Dictionary<string, ActionAggregate> ByName = new(StringComparer.Ordinal)
    {
        ["weighted_average"] = WeightedAverage,
        ["latest_only"] = LatestOnly,
        ["average"] = Average,
        ["conservative"] = Conservative,
    };

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>0.3 of the old and 0.7 of the incoming.</summary>
    public static void WeightedAverage(ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, Span<float> result) =>
        Mix(old, incoming, 0.3f, 0.7f, result);

    /// <summary>The incoming.</summary>
    public static void LatestOnly(ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, Span<float> result) =>
        incoming.CopyTo(result);

    /// <summary>Half of each.</summary>
    public static void Average(ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, Span<float> result) =>
        Mix(old, incoming, 0.5f, 0.5f, result);

    /// <summary>0.7 of the old and 0.3 of the incoming.</summary>
    public static void Conservative(ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, Span<float> result) =>
        Mix(old, incoming, 0.7f, 0.3f, result);

    /// <param name="weight">Of the incoming, 0 to 1; the old has the rest.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public static ActionAggregate Weighted(double weight)
    {
        if (weight is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "a weight is between 0 and 1");
        var (incoming, old) = ((float)weight, (float)(1 - weight));
        return (was, comes, result) => Mix(was, comes, old, incoming, result);
    }

    /// <param name="text">A name, or the weight of what comes in, as <c>0.8</c>.</param>
    /// <returns>Null where it is neither.</returns>
    public static ActionAggregate? Find(string text)
    {
        if (ByName.TryGetValue(text, out ActionAggregate? named))
            return named;
        bool isWeight = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            && weight is >= 0 and <= 1;
        return isWeight ? Weighted(weight) : null;
    }

    // As PyTorch computes it: each product and the sum in float32.
    private static void Mix(
        ReadOnlySpan<float> old, ReadOnlySpan<float> incoming, float oldWeight, float newWeight, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = (oldWeight * old[i]) + (newWeight * incoming[i]);
    }
}
