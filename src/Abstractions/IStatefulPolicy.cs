namespace PolicyGate.Abstractions;

/// <summary>Optional, on a policy: it remembers something from tick to tick, for each robot apart.</summary>
public interface IStatefulPolicy
{
    /// <summary>The memory of one robot, reset.</summary>
    IEpisode CreateEpisode();
}
