using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Routes;

/// <summary>One robot's place at one version of a policy: all of its session that is that policy's.</summary>
internal sealed class PolicySeat : IDisposable
{
    /// <param name="handle">The policy by its name.</param>
    /// <param name="version">Entered; left when the seat is disposed.</param>
    /// <param name="observation">Made for the version's policy.</param>
    public PolicySeat(PolicyHandle handle, PolicyVersion version, Observation observation)
    {
        (Handle, Version, Observation) = (handle, version, observation);
        Runs = new PolicyRuns(version.Policy);
        Runs.BeginEpisode();
        version.Seat();
    }

    public PolicyHandle Handle { get; }

    public PolicyVersion Version { get; }

    public ServedPolicy Policy => Version.Policy;

    /// <summary>What a wire decodes into.</summary>
    public Observation Observation { get; }

    /// <summary>The policy's runs, and what the last came to.</summary>
    public PolicyRuns Runs { get; }

    public void Dispose()
    {
        Version.Unseat();
        try
        {
            Runs.Dispose();
        }
        finally
        {
            Version.Leave();
        }
    }
}
