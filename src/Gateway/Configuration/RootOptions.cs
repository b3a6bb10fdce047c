namespace PolicyGate.Gateway.Configuration;

/// <summary>All keys that <c>appsettings.json</c> may hold.</summary>
internal sealed class RootOptions
{
    public GatewayOptions Gateway { get; } = new();

    public LoggingOptions Logging { get; } = new();
}
