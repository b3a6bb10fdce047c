using PolicyGate.Abstractions;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Sessions;

/// <summary>One robot's runs of its policy: what it waits with, and what the policy remembers of it.</summary>
internal sealed class PolicyRuns(ServedPolicy policy) : IDisposable
{
    private readonly InferenceTicket _ticket = new();
    private readonly IEpisode? _episode = policy.CreateEpisode();

    /// <summary>Of the next run: the seed of whatever the policy draws at random.</summary>
    public ulong Number { get; set; }

    /// <summary>The last run's chunk, in the model's units.</summary>
    public ActionChunk Raw { get; } = new();

    /// <summary>What keeps runs from their answers; a replay knows it from its recording. Null otherwise.</summary>
    public GatewayError? Prevented { get; set; }

    /// <summary>Whether the last run has given <see cref="Raw"/>.</summary>
    public bool Answered { get; private set; }

    /// <summary>Whether the next run is an episode's first.</summary>
    public bool EpisodeBegins { get; private set; }

    /// <summary>What the policy remembers of this robot is forgotten before its next run.</summary>
    public void BeginEpisode() => EpisodeBegins = true;

    public GatewayError? Run(Observation observation, TickTimings timings)
    {
        // A late run may still be using what the policy remembers: the episode begins with the first that is taken.
        if (policy.Refuse(_ticket) is { } refused)
            return refused;
        if (EpisodeBegins)
        {
            _episode?.Reset();
            EpisodeBegins = false;
        }
        Answered = false;
        GatewayError? failed =
            Prevented ?? policy.Infer(_ticket, observation, _episode, Number++, Raw, timings);
        Answered = failed is null;
        return failed;
    }

    public void Dispose()
    {
        if (!_ticket.IsLate)
            _episode?.Dispose();
    }
}
