namespace PolicyGate.Gateway.Configuration;

/// <summary>Which policy answers.</summary>
internal sealed record RouteConfig(string Name, PolicyConfig Policy);
