namespace PolicyGate.Gateway.Configuration;

/// <summary>One of the policies that a route is split between.</summary>
/// <param name="Policy">Answers whole episodes.</param>
/// <param name="Share">Of all episodes, more than 0; all arms' together are 1.</param>
internal sealed record SplitArm(PolicyConfig Policy, double Share);
