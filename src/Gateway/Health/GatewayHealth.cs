namespace PolicyGate.Gateway.Health;

/// <summary>
/// How a gateway is, told to a container's health check, a service manager and whoever asks over HTTP.
/// </summary>
/// <param name="Ready">
/// Every configured policy is warm and in service, and nothing keeps the gateway from serving.
/// </param>
/// <param name="Problem">
/// What keeps it from that for good, with how to mend it; null while it is well or still loading.
/// </param>
/// <param name="Policies">Those configured, in the order of their names.</param>
internal sealed record GatewayHealth(bool Ready, string? Problem, IReadOnlyList<PolicyStatus> Policies)
{
    /// <summary>Path of its admin socket; null where it has none.</summary>
    public string? Admin { get; init; }
}
