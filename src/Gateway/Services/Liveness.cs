using PolicyGate.Gateway.Health;

namespace PolicyGate.Gateway.Services;

/// <summary>
/// Whether a gateway lives. Asked by one thread of its own; the answer comes through the thread pool.
/// </summary>
/// <remarks>
/// <para>It lives while the thread pool runs what it is given, for robots are accepted and LeRobot's calls answered
/// there; and while at least one policy is in service or may still come to be.</para>
/// <para>A run beyond its deadline is no sign of death: robots are answered without it, and a worker that hangs is
/// replaced. To be killed for it would take all other robots' policies with it.</para>
/// </remarks>
/// <param name="health">The gateway's, as of now.</param>
internal sealed class Liveness(Func<GatewayHealth> health)
{
    // What was queued and has not come back; a second would stand behind it.
    private TaskCompletionSource<GatewayHealth>? _underWay;

    /// <param name="patience">How long the thread pool has.</param>
    /// <returns>Null while it lives; else what is wrong.</returns>
    public string? Look(TimeSpan patience)
    {
        _underWay ??= Begin();
        if (!_underWay.Task.Wait(patience))
            return "the thread pool runs nothing any more";
        IReadOnlyList<PolicyStatus> policies = _underWay.Task.Result.Policies;
        _underWay = null;
        return policies.Count > 0 && policies.All(policy => policy.Problem is not null)
            ? $"no policy is in service: {policies[0].Problem}"
            : null;
    }

    private TaskCompletionSource<GatewayHealth> Begin()
    {
        var look = new TaskCompletionSource<GatewayHealth>();
        ThreadPool.UnsafeQueueUserWorkItem(_ => look.SetResult(health()), state: null);
        return look;
    }
}
