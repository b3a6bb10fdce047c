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
    public static Task<StockLeRobotServer> Start(LeRobotPolicy? policy) =>
        Start(PythonProcess.Start("lerobot", "tests/peers/lerobot/server.py", policy?.Arguments ?? []));

    /// <summary>Starts one without a model that does wrong when it is told to.</summary>
    /// <param name="log">Gets all that it hears and says, after what others have left there.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="options">Further ones of <c>tests/peers/lerobot/server.py</c>.</param>
    public static Task<StockLeRobotServer> StartFaulty(string log, int port = 0, params string[] options) =>
        Start(PythonProcess.StartListening(
            "lerobot", "tests/peers/lerobot/server.py", ["--faults", "--log", log, "--port", $"{port}", .. options]));

    /// <summary>The next answer that holds actions will be wrong.</summary>
    /// <param name="fault">As <c>late 0.5</c>; <c>tests/peers/lerobot/faults.py</c> has them all.</param>
    public async Task WillDo(string fault)
    {
        await _process.Tell(fault);
        await _process.Says($"will {fault}", Patience);
    }

    /// <summary>Waits until that answer goes out.</summary>
    public Task Did(string fault) => _process.Says($"did {fault}", Patience);

    /// <summary>It neither hears nor says anything; its connections stay open.</summary>
    public void Suspend() => Signal.Send(_process.Id, Signal.Stop);

    public void Resume() => Signal.Send(_process.Id, Signal.Continue);

    /// <summary>Ends it with no chance to do anything about it.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<StockLeRobotServer> Start(PythonProcess process)
    {
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
}
