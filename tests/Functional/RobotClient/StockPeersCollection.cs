namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>Robots on the wall clock, with one server for all: they run alone, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StockPeersCollection : ICollectionFixture<StockPeers>
{
    public const string Name = "our client and LeRobot's own server";
}
