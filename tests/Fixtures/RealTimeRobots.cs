namespace PolicyGate.Tests.Fixtures;

/// <summary>Tests with robots on the wall clock: they run alone, or they would measure the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealTimeRobots
{
    public const string Name = "robots in real time";
}
