using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>Which policies <c>--isolation</c> means, and what goes with it.</summary>
public sealed class IsolationTests : IDisposable
{
    private const string TwoPolicies = """
        {
          "Gateway": {
            "Policies": {
              "one": { "Folder": "/srv/one", "Backend": "Onnx" },
              "two": { "Folder": "/srv/two", "Backend": "Onnx", "Spare": false }
            },
            "Routes": { "main": { "Policy": "one" } },
            "Wires": { "OpenArm": [ { "Listen": "/dev/shm/policygate-no-such.socket", "Route": "main" } ] }
          }
        }
        """;

    private readonly string _file = Path.GetTempFileName();

    public IsolationTests() => File.WriteAllText(_file, TwoPolicies);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_policy_it_holds_for_every_policy_configured()
    {
        GatewayConfig config = Load(new ConfigurationRequest { Isolation = "process" }).Config.ShouldNotBeNull();
        config.Policies["one"].Worker.ShouldNotBeNull().Spare.ShouldBeTrue();
        config.Policies["two"].Worker.ShouldNotBeNull().Spare.ShouldBeFalse();
    }

    [Fact]
    public void With_policy_it_holds_for_that_one()
    {
        GatewayConfig config = Load(new ConfigurationRequest { Policy = "/srv/three", Isolation = "Process" })
            .Config.ShouldNotBeNull();
        config.Policies.Values.Single().Worker.ShouldNotBeNull();
    }

    [Fact]
    public void Nobody_is_isolated_who_did_not_ask_for_it() =>
        Load(new ConfigurationRequest()).Config.ShouldNotBeNull()
            .Policies.Values.ShouldAllBe(policy => policy.Worker == null);

    [Theory]
    [InlineData("LibraryPath=/opt/lib", "holds for a worker process alone")]
    [InlineData("MemoryBytes=1073741824", "holds for a worker process alone")]
    [InlineData("Isolation=Thread", "Thread")]
    public void What_makes_no_sense_is_an_error(string setting, string says) =>
        Load(new ConfigurationRequest { Set = [$"Policies:one:{setting}"] })
            .Errors.ShouldContain(error => error.Message.Contains(says));

    private LoadedConfiguration Load(ConfigurationRequest request) => ConfigurationLoader.Load(
        request with { File = _file, Environment = new Dictionary<string, string>(StringComparer.Ordinal) });
}
