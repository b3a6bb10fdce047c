namespace PolicyGate.Gateway.Policies;

/// <summary>A tensor's <c>normalize</c>: one statistic per joint or per colour channel.</summary>
internal sealed record NormalizationDescription(
    NormalizationMode Mode, IReadOnlyList<float> Mean, IReadOnlyList<float> Std, float Epsilon)
{
    public static NormalizationDescription Identity { get; } = new(NormalizationMode.Identity, [], [], 0);
}
