using System.Text.Json;
using PolicyGate.Tests.Backends.Contract;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>One configuration file in which only the word after <c>Backend</c> changes, and nothing is built in
/// between.</summary>
public sealed class BackendSwitchTests : IDisposable
{
    private const string Case = "half";

    // Engines sum in other orders than the reference did.
    private const double Tolerance = 1e-4;

    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ContractTheory, ContractCases(Policy = "act-tiny")]
    public async Task Each_engine_answers_the_robot_from_the_same_file(ContractCase tested)
    {
        string config = Path.Combine(_folder, "appsettings.json");
        await File.WriteAllTextAsync(config, $$"""
            {
              "Gateway": {
                "PluginFolder": "{{ShippedPlugins.Folder}}",
                "Policies": {
                  "arms": {
                    "Folder": "{{tested.Policy.FullPath}}", "Backend": "{{tested.Backend.Name}}",
                    "Deadline": "00:00:10",
                  },
                },
                "Chunks": { "DropLateRows": false },
              },
            }
            """);
        GoldenObservation golden = GoldenData.OpenArm(Case);
        await using GatewayProcess gateway = await GatewayProcess.StartConfigured(config);
        using RobotSocket robot = new(gateway.SocketPath);

        JsonElement answer = robot.Ask(GoldenRequest.For(golden, _folder));

        answer.TryGetProperty("error", out JsonElement error).ShouldBeFalse($"{error}\n{gateway.Errors}");
        answer.GetProperty("interval").GetInt64().ShouldBe(33_333_333);
        Differences.Largest(answer, Expected(tested, golden)).ShouldBeLessThan(Tolerance);
    }

    /// <summary>PyTorch's answer; of a backend without a network, the positions that came in, twenty times.</summary>
    private static double[][] Expected(ContractCase tested, GoldenObservation golden)
    {
        if (!tested.Kinds.HasFlag(ContractKinds.Network))
            return [.. Enumerable.Repeat(golden.Position!.Select(joint => (double)joint).ToArray(), 20)];
        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        return expected.RootElement.GetProperty("cases").EnumerateArray()
            .Single(known => known.GetProperty("name").GetString() == Case)
            .GetProperty("positions").Deserialize<double[][]>()!;
    }
}
