namespace PolicyGate.Gateway.Configuration;

/// <summary>Recording, as bound.</summary>
internal sealed class RecordingOptions
{
    /// <summary>Folder that ticks are recorded into; made where it is not there. None by default.</summary>
    [PathSetting]
    public string? Folder { get; set; }

    /// <summary>
    /// Whether every route is recorded, those included that do not say so; what <c>--record</c> sets.
    /// </summary>
    public bool AllRoutes { get; set; }
}
