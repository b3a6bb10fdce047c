using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// A policy by its name. It may still be loading: robots wait on it, so that one that is early does not die of it. And
/// it may be swapped: what answers by this name is looked up between two ticks.
/// </summary>
internal sealed class PolicyHandle(string name)
{
    private readonly TaskCompletionSource<GatewayError?> _settled =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PublishedPolicy? _published;
    private volatile PolicyVersion? _previous;

    public string Name { get; } = name;

    /// <summary>The version that answers; null before <see cref="Settled"/>, and where loading failed.</summary>
    public PublishedPolicy? Published => _published;

    /// <summary>The one that answered before, still warm; null where there is none to go back to.</summary>
    public PolicyVersion? Previous => _previous;

    /// <summary>The warm policy that answers; null as <see cref="Published"/>.</summary>
    public ServedPolicy? Policy => _published?.Version.Policy;

    /// <summary>Completes once, with null when the policy is warm, or with what kept it from that.</summary>
    public Task<GatewayError?> Settled => _settled.Task;

    /// <summary>The first version is warm.</summary>
    /// <param name="config">What it was loaded by.</param>
    /// <param name="policy">The handle's own from here on.</param>
    public void Warm(PolicyConfig config, ServedPolicy policy)
    {
        _published = new PublishedPolicy(new PolicyVersion(1, config, policy), Takeover.Episode);
        _settled.SetResult(null);
    }

    public void Failed(GatewayError error) => _settled.SetResult(error);

    /// <summary>
    /// Another version answers from here on, or the same with another takeover; the one before stays warm, and the one
    /// before that is retired. Called by one thread at a time, and only once warm.
    /// </summary>
    public void Publish(PolicyVersion version, Takeover takeover)
    {
        PolicyVersion before = _published!.Version;
        PolicyVersion? old = _previous;
        if (before != version)
            _previous = before;
        _published = new PublishedPolicy(version, takeover);
        if (before != version && old != version)
            old?.Retire();
    }

    /// <summary>Frees what is loaded: the process or the test goes down, and no robot is at it any more.</summary>
    public void Dispose()
    {
        _previous?.Policy.Dispose();
        Policy?.Dispose();
    }
}
