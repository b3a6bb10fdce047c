using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Demo;

/// <summary>
/// The configuration that the demo serves: nothing of the user's own but the plugin folder, so that it shows the same
/// everywhere.
/// </summary>
internal static class DemoGateway
{
    public static GatewayConfig Configure(DemoRequest request, string policyName, string socket)
    {
        var policy = new PolicyConfig
        {
            Name = policyName,
            Folder = request.Samples.Policy,
            Backend = request.Backend,
            Deadline = request.Deadline,
        };
        var route = new RouteConfig(policyName, policy);
        return new GatewayConfig
        {
            PluginFolder = request.PluginFolder,
            Policies = ByName(policyName, policy),
            Routes = ByName(policyName, route),
            OpenArm = [new OpenArmWireConfig { Listen = socket, Route = route, Timing = true }],
        };
    }

    private static Dictionary<string, T> ByName<T>(string name, T value) =>
        new(StringComparer.OrdinalIgnoreCase) { [name] = value };
}
