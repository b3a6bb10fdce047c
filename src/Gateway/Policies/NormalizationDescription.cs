namespace PolicyGate.Gateway.Policies;

/// <summary>A tensor's <c>normalize</c>: one statistic per joint or per colour channel.</summary>
/// <param name="Mode">Which formula.</param>
/// <param name="First">The mean, or the value that becomes −1: min, q01 or q10.</param>
/// <param name="Second">The standard deviation, or the value that becomes 1: max, q99 or q90.</param>
/// <param name="Epsilon">Keeps divisors from 0.</param>
internal sealed record NormalizationDescription(
    NormalizationMode Mode, IReadOnlyList<float> First, IReadOnlyList<float> Second, float Epsilon)
{
    public static NormalizationDescription Identity { get; } = new(NormalizationMode.Identity, [], [], 0);

    /// <summary>What a value is divided by on its way to the model; above 0 where it is used.</summary>
    public static float Divisor(NormalizationMode mode, float first, float second, float epsilon) => mode switch
    {
        NormalizationMode.MeanStd => second + epsilon,
        NormalizationMode.MinMaxBefore04 => second - first + epsilon,
        _ => second == first ? epsilon : second - first,
    };

    /// <summary>What a value is multiplied with on its way back.</summary>
    public static float Factor(NormalizationMode mode, float first, float second, float epsilon) => mode switch
    {
        NormalizationMode.MeanStd => second,
        NormalizationMode.MinMaxBefore04 => second - first,
        _ => Divisor(mode, first, second, epsilon),
    };
}
