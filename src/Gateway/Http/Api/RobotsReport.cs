namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/robots</c>.</summary>
/// <param name="Now">The gateway's wall clock.</param>
/// <param name="Robots">In the order in which they came.</param>
/// <param name="Unlisted">Robots that had no room here (<c>Limits:LiveRobots</c>); they were served like any.</param>
internal sealed record RobotsReport(DateTimeOffset Now, IReadOnlyList<RobotReport> Robots, long Unlisted);
