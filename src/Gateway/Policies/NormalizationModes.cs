namespace PolicyGate.Gateway.Policies;

/// <summary>The modes by their words in <c>policy.json</c>, with the statistics that each takes.</summary>
internal static class NormalizationModes
{
    private static readonly (string Word, string[] Statistics)[] All =
    [
        ("identity", []),
        ("mean_std", ["mean", "std"]),
        ("min_max", ["min", "max"]),
        ("quantiles", ["q01", "q99"]),
        ("quantile10", ["q10", "q90"]),
        ("min_max_0.3", ["min", "max"]),
    ];

    public static string[] Words { get; } = [.. All.Select(mode => mode.Word)];

    /// <summary>Each statistic of any mode, once.</summary>
    public static string[] Statistics { get; } = [.. All.SelectMany(mode => mode.Statistics).Distinct()];

    public static NormalizationMode Of(string word) => (NormalizationMode)Array.IndexOf(Words, word);

    public static string WordOf(NormalizationMode mode) => All[(int)mode].Word;

    /// <summary>None, or the two keys.</summary>
    public static string[] StatisticsOf(NormalizationMode mode) => All[(int)mode].Statistics;
}
