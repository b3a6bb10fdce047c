using System.Net;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>Where LeRobot robots are met, and which of them.</summary>
public sealed class LeRobotWireConfigTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost", "127.0.0.1:8080")]
    [InlineData("localhost:9000", "127.0.0.1:9000")]
    [InlineData("127.0.0.1", "127.0.0.1:8080")]
    [InlineData("[::1]:9000", "[::1]:9000")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("127.0.0.1:0; [::1]:0", "127.0.0.1:0 [::1]:0")]
    public void An_endpoint_is_an_address_with_LeRobots_port_where_none_is_named(string endpoint, string read) =>
        string.Join(' ', Read($"\"Endpoint\": \"{endpoint}\"").EndPoints).ShouldBe(read);

    [Fact]
    public void Answers_go_out_as_soon_as_they_are_ready_unless_LeRobots_latency_is_wanted()
    {
        Read("\"Endpoint\": \"localhost\"").InferenceLatency.ShouldBe(TimeSpan.Zero);
        Read("\"Endpoint\": \"localhost\", \"AnswerWhenReady\": false").InferenceLatency
            .ShouldBe(TimeSpan.FromSeconds(1.0 / 30));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.7.30", true)]
    [InlineData("::ffff:192.168.7.30", true)]
    [InlineData("fd00::7", true)]
    [InlineData("192.168.8.30", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    public void Robots_of_the_allowed_subnets_and_of_this_machine_are_served(string robot, bool allowed)
    {
        LeRobotWireConfig wire = Read("\"Endpoint\": \"0.0.0.0:8080\", \"AllowRemote\": true,"
            + " \"AllowedSubnets\": [ \"192.168.7.0/24\", \"fd00::/64\" ]");

        wire.IsRemote.ShouldBeTrue();
        wire.Allowed.Allows(IPAddress.Parse(robot)).ShouldBe(allowed);
    }

    private LeRobotWireConfig Read(string keys)
    {
        LoadedConfiguration loaded = _folder
            .WithGateway($"{ConfigurationFolder.Good}, \"Wires\": {{ \"LeRobot\": {{ {keys} }} }}").Load();
        loaded.Errors.ShouldBeEmpty();
        return loaded.Config!.LeRobot.ShouldNotBeNull();
    }
}
