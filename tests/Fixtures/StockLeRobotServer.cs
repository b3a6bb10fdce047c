namespace PolicyGate.Tests.Fixtures;

/// <summary>LeRobot's own policy server with a policy under PyTorch: the yardstick.</summary>
internal sealed class StockLeRobotServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PythonProcess _process;

    private StockLeRobotServer(PythonProcess process, string port) =>
        (_process, Address) = (process, $"127.0.0.1:{port}");

    /// <summary>Where robots find it.</summary>
    public string Address { get; }

    /// <summary>Starts it on a free port and waits until it serves.</summary>
    /// <param name="policy">Null for the one without a model: row i is the state + 0.01 i.</param>
    public static async Task<StockLeRobotServer> Start(LeRobotPolicy? policy)
    {
        PythonProcess process = PythonProcess.Start(
            "lerobot", "tests/peers/lerobot/server.py", policy?.Arguments ?? []);
        try
        {
            return new StockLeRobotServer(process, await process.Says("ready", Patience));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
