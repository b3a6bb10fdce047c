namespace PolicyGate.Tests.Fixtures;

/// <summary>Tests whose robots keep to the wall clock: they run alone, after all others, or they would measure these.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTimeRobots
{
    public const string Name = "robots in real time";
}
