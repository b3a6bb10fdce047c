namespace PolicyGate.Gateway.Policies;

/// <summary>What the two statistics of one joint or channel must be to be computed with.</summary>
internal static class StatisticsRules
{
    /// <summary>What was expected in the place of the second; null where it will do.</summary>
    /// <param name="mode">Which formula; not identity.</param>
    /// <param name="divides">Whether values are divided on their way, which must then be by more than 0.</param>
    /// <param name="first">The mean, or the lower end.</param>
    /// <param name="second">The standard deviation, or the upper end.</param>
    /// <param name="epsilon">Keeps divisors from 0.</param>
    public static string? Objection(NormalizationMode mode, bool divides, float first, float second, float epsilon)
    {
        // As the divisor is computed: in float32.
        float divisor = NormalizationDescription.Divisor(mode, first, second, epsilon);
        if (mode is NormalizationMode.MeanStd)
        {
            if (second < 0)
                return "0 or more";
            return divides && divisor <= 0 ? "more than 0 where eps is 0" : null;
        }
        string lowest = NormalizationModes.StatisticsOf(mode)[0];
        if (second < first)
            return $"'{lowest}' or more ({first})";
        if (!float.IsFinite(divisor))
            return $"a range from '{lowest}' ({first}) that float32 can hold";
        return divides && divisor <= 0 ? $"more than '{lowest}' ({first}) where eps is 0" : null;
    }
}
