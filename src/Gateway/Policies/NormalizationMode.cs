namespace PolicyGate.Gateway.Policies;

/// <summary>How values are brought to the model's scale, and actions back from it.</summary>
internal enum NormalizationMode
{
    Identity,

    /// <summary><c>(x − mean) / (std + eps)</c>; back <c>x · std + mean</c>.</summary>
    MeanStd,
}
