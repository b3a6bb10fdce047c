using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>
/// The built gateway in a process of its own with one policy, and the built verb that changes it while robots are
/// there.
/// </summary>
internal sealed class LiveGateway : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ScratchFolder _folder;
    private readonly GatewayProcess _process;
    private readonly string _policy;

    private LiveGateway(ScratchFolder folder, GatewayProcess process, string policy) =>
        (_folder, _process, _policy) = (folder, process, policy);

    public string Log => _process.Errors;

    /// <param name="policyFolder">Its name is the policy's.</param>
    /// <param name="backend">What runs it.</param>
    /// <param name="arguments">Further ones.</param>
    public static async Task<LiveGateway> Start(string policyFolder, string backend, params string[] arguments)
    {
        var folder = new ScratchFolder("policygate-test-");
        GatewayProcess process = await GatewayProcess.StartCold(
            policyFolder, backend,
            [
                "--set", $"Admin:Socket={folder.PathOf("admin.socket")}",
                // Trials take place however much other tests leave of the machine.
                "--set", "Limits:ShadowSparePercent=0", "--set", "Swaps:TrialTime=00:01:00",
                "--set", "Limits:QueueTime=00:00:10", .. arguments,
            ]);
        // It answers once the policy is warm; before there is nothing to swap.
        using var robot = new RobotSocket(process.SocketPath);
        robot.Ask("""{"ping":true}""").GetProperty("ready").GetBoolean().ShouldBeTrue(process.Errors);
        return new LiveGateway(folder, process, Path.GetFileName(policyFolder));
    }

    public LoggedRobot Connect() => new(_process.SocketPath, _folder.Path);

    /// <summary><c>policies swap</c>; it is to go well.</summary>
    public async Task<JsonElement> Swap(params string[] arguments)
    {
        (int exitCode, JsonElement report) = await Ask("swap", arguments);
        exitCode.ShouldBe(0, $"{report}\n{Log}");
        report.GetProperty("done").GetBoolean().ShouldBeTrue($"{report}");
        return report;
    }

    /// <summary><c>policies swap</c>; it is to be refused, and the version that answers stays.</summary>
    /// <returns>Why.</returns>
    public async Task<string> Refusal(params string[] arguments)
    {
        int before = Current(await List());
        (int exitCode, JsonElement report) = await Ask("swap", arguments);
        exitCode.ShouldBe(1, $"{report}\n{Log}");
        report.GetProperty("done").GetBoolean().ShouldBeFalse($"{report}");
        report.GetProperty("version").GetInt32().ShouldBe(before, $"{report}");
        Current(await List()).ShouldBe(before);
        return report.GetProperty("reason").GetString().ShouldNotBeNull();
    }

    /// <summary><c>policies rollback</c>; it is to go well.</summary>
    public async Task RollBack(params string[] arguments)
    {
        (int exitCode, JsonElement report) = await Ask("rollback", arguments);
        exitCode.ShouldBe(0, $"{report}\n{Log}");
    }

    /// <summary>What <c>policies</c> tells of its policy.</summary>
    public async Task<JsonElement> List()
    {
        (int exitCode, JsonElement told) = await Run([]);
        exitCode.ShouldBe(0, $"{told}\n{Log}");
        return told.GetProperty("policies")[0];
    }

    /// <summary>Numbers of the versions that are loaded.</summary>
    public async Task<int[]> Versions() =>
        [.. (await List()).GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("number").GetInt32())];

    public static int Current(JsonElement policy) => policy.GetProperty("current").GetInt32();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(int ExitCode, JsonElement Report)> Ask(string verb, string[] arguments)
    {
        (int exitCode, JsonElement told) = await Run([verb, _policy, .. arguments]);
        return (exitCode, told.TryGetProperty("report", out JsonElement report) ? report : told);
    }

    private async Task<(int ExitCode, JsonElement Told)> Run(string[] arguments)
    {
        (int exitCode, string said) = await Command.Run(
            Limit, _folder.Path, environment: null,
            [
                GatewayProcess.Executable, "policies", .. arguments,
                "--socket", _folder.PathOf("admin.socket"), "--json",
            ]);
        // What a swap is doing is told before, on the other stream.
        int json = said.IndexOf("{\n", StringComparison.Ordinal);
        json.ShouldBeGreaterThanOrEqualTo(0, said);
        using JsonDocument document = JsonDocument.Parse(said[json..(said.LastIndexOf('}') + 1)]);
        return (exitCode, document.RootElement.Clone());
    }
}
