using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>What looks on because routes say so: their shadows, and those that they fall back from.</summary>
/// <param name="runner">Of the gateway.</param>
/// <param name="limits">Of the gateway.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures.</param>
/// <param name="scope">Of the instruments.</param>
internal sealed class RouteShadows(
    ShadowRunner runner, LimitsOptions limits, TimeProvider time, ILogger logger, object? scope) : IDisposable
{
    private readonly ShadowMetrics _metrics = new(scope);
    private readonly HashSet<PolicyHandle> _tried = [];

    // Replaced whole: read by whoever asks for reports.
    private volatile RouteShadow[] _shadows = [];

    /// <summary>As of now; routes by name, each one's shadows as they were named.</summary>
    public IReadOnlyList<ShadowReport> Reports => [.. _shadows.Select(shadow => shadow.Report)];

    /// <summary>A route is about to be served; all of its policies are warm. By one thread.</summary>
    public void Begin(Route route, IEnumerable<PolicyHandle> shadows)
    {
        foreach (PolicyHandle policy in shadows)
        {
            var shadow = new RouteShadow(route, policy, _metrics, logger);
            _shadows = [.. _shadows, shadow];
            runner.Add(shadow);
        }
        // Two routes' robots may come from the same policy: it is tried on either's ticks.
        foreach (PolicyHandle policy in route.Fallbacks.Count == 0 ? [] : route.Arms)
        {
            if (_tried.Add(policy))
                runner.Add(new FallbackTrial(policy, _metrics, logger, new LogBudget(limits.RobotLogLines, time)));
        }
    }

    public void Dispose() => _metrics.Dispose();
}
