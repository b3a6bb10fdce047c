namespace PolicyGate.Formats.Arrow;

/// <summary>Arrow's <c>MetadataVersion</c>; earlier ones were never stable.</summary>
internal enum ArrowVersion : short
{
    /// <summary>Arrow 0.8 to 0.17.</summary>
    V4 = 3,

    /// <summary>Arrow 1.0 and after.</summary>
    V5 = 4,
}
