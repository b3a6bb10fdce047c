using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

/// <summary>Adds how many runs the robot's episode had before.</summary>
internal sealed class StatefulBreaksOnDemandPolicy(
    PolicySignature signature, string demand, ITensorAllocator? memory, int shift)
    : BreaksOnDemandPolicy(signature, demand, memory, shift), IStatefulPolicy
{
    public IEpisode CreateEpisode() => new RunCount();
}
