namespace PolicyGate.Gateway.Policies;

/// <summary>How values are brought to the model's scale, and actions back from it.</summary>
/// <remarks>
/// LeRobot 0.4.4's formulas; later versions have the same:
/// https://github.com/huggingface/lerobot/blob/v0.4.4/src/lerobot/processor/normalize_processor.py
/// </remarks>
internal enum NormalizationMode
{
    Identity,

    /// <summary><c>(x − mean) / (std + eps)</c>; back <c>x · std + mean</c>.</summary>
    MeanStd,

    /// <summary>
    /// <c>2 · (x − min) / d − 1</c>; back <c>(x + 1) / 2 · d + min</c>; d is <c>max − min</c>, or eps where that is 0.
    /// </summary>
    MinMax,

    /// <summary>As <see cref="MinMax"/>, with <c>q01</c> and <c>q99</c>.</summary>
    Quantiles,

    /// <summary>As <see cref="MinMax"/>, with <c>q10</c> and <c>q90</c>.</summary>
    Quantile10,

    /// <summary>
    /// LeRobot's up to 0.3.3: as <see cref="MinMax"/>, but d is <c>max − min + eps</c> to the model and
    /// <c>max − min</c> back.
    /// </summary>
    MinMaxBefore04,
}
