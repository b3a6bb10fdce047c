namespace PolicyGate.Gateway.Http.Api;

/// <summary>A route as configured, and what comes by it.</summary>
/// <param name="Name">Its own.</param>
/// <param name="Arms">One, or those that episodes are divided between.</param>
/// <param name="Fallback">Policies asked one after the other where an arm fails; empty for none.</param>
/// <param name="FallbackAfter">Failed ticks in a row that the next takes over after.</param>
/// <param name="GoodTicks">How often in a row the policy must have run well beside before it answers again.</param>
/// <param name="Shadows">Policies that look over its shoulder.</param>
/// <param name="Robots">That are connected by it and listed.</param>
/// <param name="Rate">Their ticks a second together.</param>
internal sealed record RouteReport(
    string Name, IReadOnlyList<ArmReport> Arms, IReadOnlyList<string> Fallback, int FallbackAfter, int GoodTicks,
    IReadOnlyList<string> Shadows, int Robots, double Rate);
