namespace PolicyGate.Tests.Gateway.Configuration;

public sealed class HttpConfigTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"Http\": { \"Endpoint\": \"0.0.0.0:9464\" }",
        "Gateway:Http:Endpoint: 0.0.0.0:9464 can be reached from other machines")]
    [InlineData("\"Http\": { \"Endpoint\": \"0.0.0.0:9464\", \"AllowRemote\": true }",
        "Gateway:Http:AllowedSubnets: missing: AllowRemote needs the subnets that those who ask are in")]
    [InlineData("\"Http\": { \"Endpoint\": \"lab\" }", "Gateway:Http:Endpoint: expected HOST:PORT")]
    [InlineData("\"Http\": { \"Endpoint\": \"localhost\", \"AllowedHosts\": [ \"gateway:9464\" ] }",
        "Gateway:Http:AllowedHosts:0: expected a host's name without a port, found 'gateway:9464'")]
    public void What_would_let_others_in_or_nobody_is_told(string keys, string expected) =>
        _folder.WithGateway($"{ConfigurationFolder.Good}, {keys}").Errors()
            .ShouldHaveSingleItem().ShouldContain(expected);
}
