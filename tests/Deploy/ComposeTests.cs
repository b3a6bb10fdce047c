using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Deploy;

/// <summary>deploy/compose.yaml and what it mounts. No Docker judges it here: what would let a stranger in, or let the
/// gateway write where it should not, is looked at by itself.</summary>
public sealed partial class ComposeTests
{
    private const string Compose = "deploy/compose.yaml";
    private const string Configuration = "deploy/compose.gateway.json";

    [NeedsPythonTheory("openarm")]
    [InlineData("gateway")]
    [InlineData("prometheus")]
    public async Task A_service_may_nothing_that_it_does_not_need(string name)
    {
        JsonElement service = await Service(name);
        service.GetProperty("read_only").GetBoolean().ShouldBeTrue();
        Texts(service, "cap_drop").ShouldBe(["ALL"]);
        Texts(service, "security_opt").ShouldBe(["no-new-privileges:true"]);
        service.GetProperty("restart").GetString().ShouldBe("unless-stopped");
        service.TryGetProperty("privileged", out _).ShouldBeFalse();
        foreach (string limit in (string[])["mem_limit", "cpus", "pids_limit"])
            service.TryGetProperty(limit, out _).ShouldBeTrue(limit);
        foreach (string port in Texts(service, "ports"))
            port.ShouldStartWith("127.0.0.1:");
    }

    [NeedsPythonFact("openarm")]
    public async Task Only_the_sockets_folder_can_be_written_from_the_container_and_every_file_is_there()
    {
        var volumes = (await Services()).EnumerateObject()
            .SelectMany(service => service.Value.GetProperty("volumes").EnumerateArray())
            .Where(volume => volume.GetProperty("type").GetString() == "bind").ToList();
        foreach (JsonElement volume in volumes)
        {
            string source = volume.GetProperty("source").GetString()!;
            if (source.StartsWith("./", StringComparison.Ordinal))
                File.Exists(Repository.At($"deploy/{source[2..]}")).ShouldBeTrue(source);
        }

        volumes.Where(volume => !volume.TryGetProperty("read_only", out JsonElement only) || !only.GetBoolean())
            .Select(volume => volume.GetProperty("target").GetString()).ShouldBe(["/run/policygate"]);
    }

    [NeedsPythonFact("openarm")]
    public async Task The_gateway_is_an_image_made_here_with_the_images_own_health_check()
    {
        JsonElement gateway = await Service("gateway");
        gateway.GetProperty("image").GetString().ShouldBe("${POLICYGATE_IMAGE:-policygate:onnx}");
        gateway.GetProperty("pull_policy").GetString().ShouldBe("never");
        gateway.TryGetProperty("healthcheck", out _).ShouldBeFalse();
        gateway.GetProperty("user").GetString()!.ShouldNotStartWith("0");
    }

    [NeedsPythonFact("openarm")]
    public async Task The_configuration_passes_the_strict_check_and_means_what_the_compose_file_mounts()
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(new ConfigurationRequest
        {
            File = Repository.At(Configuration),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
        });
        loaded.Errors.ShouldBeEmpty();
        GatewayConfig config = loaded.Config.ShouldNotBeNull();

        JsonElement gateway = await Service("gateway");
        string[] targets =
        [
            .. gateway.GetProperty("volumes").EnumerateArray()
                .Select(volume => volume.GetProperty("target").GetString()!),
        ];
        targets.ShouldContain(config.Policies.Values.Single().Folder);
        targets.ShouldContain(Path.GetDirectoryName(config.OpenArm.Single().Listen));
        Texts(gateway, "entrypoint").ShouldBe(["policygate", "serve", "--config", "/etc/policygate/gateway.json"]);
        targets.ShouldContain("/etc/policygate/gateway.json");

        // The wire and the endpoint answer the network of the compose file and no other.
        string subnet = (await Root()).GetProperty("networks").GetProperty("policygate").GetProperty("ipam")
            .GetProperty("config")[0].GetProperty("subnet").GetString()!;
        config.LeRobot.ShouldNotBeNull().Allowed.Subnets.ShouldBe([IPNetwork.Parse(subnet)]);
        config.Http.ShouldNotBeNull().Allowed.Subnets.ShouldBe([IPNetwork.Parse(subnet)]);
    }

    [NeedsPythonFact("openarm")]
    public async Task Prometheus_asks_the_gateway_by_the_name_and_port_that_it_answers()
    {
        JsonElement scrape = (await YamlFile.Read("deploy/prometheus.yml")).GetProperty("scrape_configs")[0];
        string target = scrape.GetProperty("static_configs")[0].GetProperty("targets")[0].GetString()!;
        target.ShouldBe("gateway:9464");
        string settings = File.ReadAllText(Repository.At(Configuration));
        settings.ShouldContain("\"Endpoint\": \"0.0.0.0:9464\"");
        settings.ShouldContain("\"AllowedHosts\": [\"gateway\"]");
    }

    [NeedsPythonFact("openarm")]
    public async Task Alerts_ask_for_metrics_that_the_gateway_has()
    {
        JsonElement rules = (await YamlFile.Read("deploy/alerts.yml")).GetProperty("groups")[0].GetProperty("rules");
        string source = string.Concat(
            Directory.EnumerateFiles(Repository.At("src/Gateway"), "*Metrics.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));
        // As docs/metrics.md has it: dots become _, and what Prometheus appends is no part of the name.
        string[] known =
            [.. Instrument().Matches(source).Select(found => found.Groups["name"].Value.Replace('.', '_'))];
        string[] used =
        [
            .. rules.EnumerateArray().SelectMany(rule => Metric().Matches(rule.GetProperty("expr").GetString()!))
                .Select(found => Suffix().Replace(found.Value, "")),
        ];
        used.Length.ShouldBeGreaterThan(3);
        used.Except(known).ShouldBeEmpty();
    }

    private static Task<JsonElement> Root() => YamlFile.Read(Compose);

    private static async Task<JsonElement> Services() => (await Root()).GetProperty("services");

    private static async Task<JsonElement> Service(string name) => (await Services()).GetProperty(name);

    private static string[] Texts(JsonElement of, string key) =>
        [.. of.GetProperty(key).EnumerateArray().Select(item => item.GetString()!)];

    [GeneratedRegex("\"(?<name>policygate\\.[a-z_.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instrument();

    [GeneratedRegex("policygate_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex("(_seconds)?(_bucket|_total)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}
