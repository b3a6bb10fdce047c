using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The built <c>policygate serve --lerobot</c> as a process of its own.</summary>
internal sealed partial class LeRobotGateway : IAsyncDisposable
{
    private readonly GatewayProcess _process;

    private LeRobotGateway(GatewayProcess process, string address) => (_process, Address) = (process, address);

    /// <summary>Where robots find it.</summary>
    public string Address { get; }

    /// <summary>What it has written to stderr so far.</summary>
    public string Log => _process.Errors;

    /// <summary>Starts it and waits until it listens; a robot that comes before the policy is warm waits.</summary>
    /// <param name="policyFolder">Robots ask for it by the folder's name.</param>
    /// <param name="backend">What runs it.</param>
    /// <param name="address">Port 0 for any that is free.</param>
    /// <param name="arguments">Further ones.</param>
    public static async Task<LeRobotGateway> Start(
        string policyFolder, string backend = "Onnx", string address = "127.0.0.1:0", params string[] arguments)
    {
        GatewayProcess process = await GatewayProcess.StartCold(
            policyFolder, backend, ["--lerobot", address, .. arguments]);
        try
        {
            await process.Says("for LeRobot robots; they may ask for");
            return new LeRobotGateway(process, EndPoint().Match(process.Errors).Groups["endPoint"].Value);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Stop() => _process.Stop();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"listening on (?<endPoint>127\.0\.0\.1:\d+) for LeRobot robots",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndPoint();
}
