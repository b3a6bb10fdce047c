namespace PolicyGate.Gateway.Http.Api;

/// <summary><c>/api/robots/NAME?since=N</c>.</summary>
/// <param name="Now">The gateway's wall clock.</param>
/// <param name="Robot">As in <c>/api/robots</c>.</param>
/// <param name="Joints">Names of a row's values; empty where the policy names none.</param>
/// <param name="Next">What to ask since next time.</param>
/// <param name="Lost">Ticks since N that are not kept any more.</param>
/// <param name="Ticks">Those since N, or all that are kept; the oldest first.</param>
internal sealed record RobotTicksReport(
    DateTimeOffset Now, RobotReport Robot, IReadOnlyList<string> Joints, long Next, long Lost,
    IReadOnlyList<TickReport> Ticks);
