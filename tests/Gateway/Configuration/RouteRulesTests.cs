using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>Which policies a route may be led to.</summary>
public sealed class RouteRulesTests
{
    [Fact]
    public void A_split_divides_episodes_by_weight_and_names_its_arms_in_order()
    {
        RouteConfig route = Load("Routes:arm:Split:Weights:b=1", "Routes:arm:Split:Weights:a=3").Config!.Routes["arm"];

        route.Arms.Select(policy => policy.Name).ShouldBe(["a", "b"]);
        route.Split!.Arms.Select(arm => arm.Share).ShouldBe([0.75, 0.25]);
        route.Policy.Name.ShouldBe("a");
    }

    [Fact]
    public void Fallbacks_and_shadows_are_those_that_are_named()
    {
        RouteConfig route = Load(
            "Routes:arm:Policy=a", "Routes:arm:Fallback:Policies:0=b", "Routes:arm:Fallback:OnFailure=Hold",
            "Routes:arm:Fallback:GoodTicks=5", "Routes:arm:Shadows:0=c").Config!.Routes["arm"];

        route.Answering.Select(policy => policy.Name).ShouldBe(["a", "b"]);
        (route.Fallback.OnFailure, route.Fallback.After, route.Fallback.GoodTicks)
            .ShouldBe((FailureAction.Hold, 1, 5));
        route.Shadows.Select(policy => policy.Name).ShouldBe(["c"]);
    }

    [Theory]
    [InlineData("Gateway:Routes:arm:Policy: missing", "Routes:arm:Fallback:Policies:0=b")]
    [InlineData(
        "the route is split", "Routes:arm:Policy=a", "Routes:arm:Split:Weights:a=1", "Routes:arm:Split:Weights:b=1")]
    [InlineData("expected two policies or more", "Routes:arm:Split:Weights:a=1")]
    [InlineData("Weights:b: expected more than 0", "Routes:arm:Split:Weights:a=1", "Routes:arm:Split:Weights:b=0")]
    [InlineData("Weights:b: expected more than 0", "Routes:arm:Split:Weights:a=1", "Routes:arm:Split:Weights:b=-1")]
    [InlineData("no policy 'x'", "Routes:arm:Split:Weights:a=1", "Routes:arm:Split:Weights:x=1")]
    [InlineData("'a' answers on the route already", "Routes:arm:Policy=a", "Routes:arm:Fallback:Policies:0=a")]
    [InlineData("'a' answers on the route already", "Routes:arm:Policy=a", "Routes:arm:Shadows:0=a")]
    [InlineData("'b' is named twice", "Routes:arm:Policy=a", "Routes:arm:Shadows:0=b", "Routes:arm:Shadows:1=b")]
    [InlineData("no policy 'x'", "Routes:arm:Policy=a", "Routes:arm:Fallback:Policies:0=x")]
    [InlineData("Fallback:After: expected 1 to", "Routes:arm:Policy=a", "Routes:arm:Fallback:After=0")]
    [InlineData("Fallback:GoodTicks: expected 1 to", "Routes:arm:Policy=a", "Routes:arm:Fallback:GoodTicks=100000")]
    public void A_route_that_leads_nowhere_or_in_a_circle_is_refused(string error, params string[] settings) =>
        string.Join('\n', Load(settings).Errors).ShouldContain(error);

    private static LoadedConfiguration Load(params string[] settings) => ConfigurationLoader.Load(
        new ConfigurationRequest
        {
            File = Repository.At("appsettings.json"),
            Sockets = ["/arm.socket"],
            Set =
            [
                .. new[] { "a", "b", "c" }.SelectMany(
                    name => new[] { $"Policies:{name}:Folder=/{name}", $"Policies:{name}:Backend=Onnx" }),
                "Wires:OpenArm:0:Route=arm", .. settings,
            ],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
}
