namespace PolicyGate.Gateway.Demo;

/// <summary>What a demo needs to know.</summary>
internal sealed record DemoRequest
{
    public required SampleFolder Samples { get; init; }

    /// <summary>Absolute.</summary>
    public required string PluginFolder { get; init; }

    /// <summary>Absolute path of the page to write.</summary>
    public required string Html { get; init; }

    public string Backend { get; init; } = "Onnx";
}
