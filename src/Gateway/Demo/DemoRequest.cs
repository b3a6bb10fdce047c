namespace PolicyGate.Gateway.Demo;

/// <summary>What a demo needs to know.</summary>
internal sealed record DemoRequest
{
    public required SampleFolder Samples { get; init; }

    /// <summary>Absolute.</summary>
    public required string PluginFolder { get; init; }

    /// <summary>Absolute path of the page to write.</summary>
    public required string Html { get; init; }

    /// <summary>From one observation to the next.</summary>
    public TimeSpan Period { get; init; } = EpisodePlayer.RecordedPeriod;

    public string Backend { get; init; } = "Onnx";

    /// <summary>How long a run may take; null for what the policy can keep.</summary>
    public TimeSpan? Deadline { get; init; }
}
