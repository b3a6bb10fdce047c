using PolicyGate.Abstractions;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Sessions;

/// <summary>One robot's runs of its policy: what it waits with, and what the policy remembers of it.</summary>
/// <param name="policy">That is run.</param>
/// <param name="yields">Whether its runs are a shadow's, and robots' go first.</param>
internal sealed class PolicyRuns(ServedPolicy policy, bool yields = false) : IDisposable
{
    private readonly InferenceTicket _ticket = new() { Yields = yields };
    private readonly IEpisode? _episode = policy.CreateEpisode();
    private bool _hasThrown;

    /// <summary>Of the next run: the seed of whatever the policy draws at random.</summary>
    public ulong Number { get; set; }

    /// <summary>The last run's chunk, in the model's units.</summary>
    public ActionChunk Raw { get; } = new();

    /// <summary>What keeps runs from their answers; a replay knows it from its recording. Null otherwise.</summary>
    public GatewayError? Prevented { get; set; }

    /// <summary>Whether the last run has given <see cref="Raw"/>.</summary>
    public bool Answered { get; private set; }

    /// <summary>Whether the last run was left to robots.</summary>
    public bool HasYielded => _ticket.HasYielded;

    /// <summary>Whether the next run is an episode's first.</summary>
    public bool EpisodeBegins { get; private set; }

    /// <summary>What the policy remembers of this robot is forgotten before its next run.</summary>
    public void BeginEpisode() => EpisodeBegins = true;

    public GatewayError? Run(Observation observation, TickTimings timings)
    {
        _ticket.HasYielded = false;
        // A late run may still be using what the policy remembers: the episode begins with the first that is taken.
        if (policy.Refuse(_ticket) is { } refused)
            return refused;
        Answered = false;
        try
        {
            if (EpisodeBegins)
            {
                _episode?.Reset();
                EpisodeBegins = false;
            }
            GatewayError? failed =
                Prevented ?? policy.Infer(_ticket, observation, _episode, Number++, Raw, timings);
            Answered = failed is null;
            return failed;
        }
#pragma warning disable CA1031 // What a backend throws is its policy's failure: whoever falls back must be told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Threw(bug);
        }
    }

    public void Dispose()
    {
        if (_episode is null)
            return;
        if (_ticket.IsLate)
            policy.Abandon(_episode);
        else
            _episode.Dispose();
    }

    private GatewayError Threw(Exception bug)
    {
        // Its trace, once a seat: the message goes to the log with each tick that it costs.
        if (!_hasThrown)
            policy.Threw(bug);
        _hasThrown = true;
        return new GatewayError(ErrorCode.Internal,
            $"policy '{policy.Name}' threw {bug.GetType().Name}: {bug.Message}");
    }
}
