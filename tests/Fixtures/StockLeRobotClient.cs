namespace PolicyGate.Tests.Fixtures;

/// <summary>LeRobot's own client, unchanged, with a robot that stands still.</summary>
internal sealed class StockLeRobotClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PythonProcess _process;
    private readonly TimeSpan _limit;

    private StockLeRobotClient(PythonProcess process, TimeSpan limit) => (_process, _limit) = (process, limit);

    /// <summary>Starts it.</summary>
    /// <param name="address">HOST:PORT of a policy server.</param>
    /// <param name="seconds">How long it is to run.</param>
    /// <param name="options">Of <c>tests/peers/lerobot/client.py</c>.</param>
    public static StockLeRobotClient Start(string address, double seconds, params string[] options)
    {
        string[] arguments = ["--address", address, "--seconds", $"{seconds}", .. options];
        PythonProcess process = PythonProcess.Start("lerobot", "tests/peers/lerobot/client.py", arguments);
        return new StockLeRobotClient(process, Patience + TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Starts it and waits until it has ended.</summary>
    public static async Task<LeRobotReport> Run(string address, double seconds, params string[] options)
    {
        await using StockLeRobotClient client = Start(address, seconds, options);
        return await client.Report();
    }

    /// <summary>Waits until the robot has executed its first action.</summary>
    public Task Moving() => _process.Says("moving", Patience);

    /// <summary>Waits until it has ended.</summary>
    public async Task<LeRobotReport> Report() => LeRobotReport.Read(await _process.Result(_limit));

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
