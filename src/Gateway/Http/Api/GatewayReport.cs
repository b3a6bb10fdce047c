namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/gateway</c>.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Started">When it began.</param>
/// <param name="Now">Its wall clock.</param>
/// <param name="Ready">As <c>/readyz</c>.</param>
/// <param name="Problem">Likewise.</param>
/// <param name="Writing">Whether anything can be changed, by who has the token.</param>
/// <param name="Pictures">Whether robots' pictures are shown.</param>
internal sealed record GatewayReport(
    string Version, DateTimeOffset Started, DateTimeOffset Now, bool Ready, string? Problem, bool Writing,
    bool Pictures);
