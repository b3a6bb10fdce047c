namespace PolicyGate.Gateway.Recording;

/// <summary>Ticks to be played again, from a recording or from what others have laid down.</summary>
internal interface ITickInput
{
    /// <summary>For messages and reports: its folder.</summary>
    string Name { get; }

    /// <summary>What could not be read, a line each, as far as is known; complete when all ticks were.</summary>
    IReadOnlyList<string> Unreadable { get; }

    /// <summary>Null where it is no recording of the gateway's.</summary>
    RecordingManifest? Manifest { get; }

    /// <summary>From the first; each session's in their order. Can be called again.</summary>
    IEnumerable<RecordedTick> Read();
}
