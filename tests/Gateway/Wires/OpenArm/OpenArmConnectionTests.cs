using System.Net.Sockets;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.OpenArm;

/// <summary>One robot's connection over a real socket, with a policy that does what the test says.</summary>
public sealed class OpenArmConnectionTests : IDisposable
{
    private const string Ping = """{"ping":true}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakePolicy _policy = new();
    private readonly PolicyConfig _config = new() { Name = "fake", Folder = "/nowhere", Backend = "fake" };
    private readonly PolicyHandle _handle = new("fake");
    private readonly LogLines _log = new();
    private readonly SessionMetrics _metrics = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();
    private readonly ServedPolicy _served;
    private readonly RobotSocket _robot;
    private readonly OpenArmConnection _connection;
    private readonly Thread _thread;

    public OpenArmConnectionTests()
    {
        _served = _policy.Serve(new LimitsOptions(), TimeProvider.System);
        string path = Path.Combine(Path.GetTempPath(), $"policygate-connection-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _robot = new RobotSocket(path);
        var route = new RouteConfig("route", _config);
        _connection = new OpenArmConnection(
            listener.Accept(), "arm", new OpenArmWireConfig { Route = route }, new Route(route, [_handle], []),
            new SessionServices(
                new ChunksConfig(), new PacingConfig(), new EpisodesConfig(), new LimitsOptions(), _metrics,
                TimeProvider.System, _log),
            new LimitsOptions(), _log);
        _thread = new Thread(() => _connection.Serve(_stop.Token)) { IsBackground = true };
        _thread.Start();
    }

    [Fact]
    public void A_ping_waits_until_the_policy_is_warm()
    {
        _robot.Send(Ping);
        _handle.Warm(_config, _served);
        Answer().GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void A_ping_to_a_policy_that_is_out_of_service_is_told_so()
    {
        _policy.Run = _ => throw new InvalidOperationException("bug");
        _handle.Warm(_config, _served);
        _served.WarmUp().ShouldNotBeNull();
        JsonElement pong = _robot.Ask(Ping);
        pong.TryGetProperty("ready", out _).ShouldBeFalse();
        pong.GetProperty("error").GetString()!.ShouldContain("out of service");
    }

    [Fact]
    public void A_backend_that_cannot_begin_an_episode_leaves_no_request_unanswered()
    {
        _policy.BeginningEpisode = () => throw new InvalidOperationException("bug");
        _handle.Warm(_config, _served);
        JsonElement answer = _robot.Ask("""{"name":"inference","data_path":"/dev/shm/x"}""");
        answer.GetProperty("positions").GetArrayLength().ShouldBe(0);
        answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("bug");
    }

    [Fact]
    public void A_robot_that_waits_when_the_gateway_stops_is_answered_before_the_end()
    {
        _robot.Send("""{"name":"inference","data_path":"/dev/shm/x"}""");
        _stop.Cancel();
        JsonElement answer = Answer();
        answer.GetProperty("positions").GetArrayLength().ShouldBe(0);
        answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("stopped");
    }

    [Fact]
    public void A_robot_that_leaves_while_the_policy_loads_is_not_waited_for()
    {
        _robot.Send(Ping);
        _robot.Dispose();
        _thread.Join(Patience).ShouldBeTrue();
    }

    [Fact]
    public void A_program_that_has_said_all_it_will_say_still_gets_its_answer()
    {
        _robot.Send(Ping);
        _robot.EndSending();
        _thread.Join(TimeSpan.FromSeconds(1)).ShouldBeFalse();
        _handle.Warm(_config, _served);
        Answer().GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    public void Dispose()
    {
        _robot.Dispose();
        _stop.Cancel();
        _thread.Join(Patience).ShouldBeTrue();
        _connection.Dispose();
        _served.Dispose();
        _policy.Dispose();
        _metrics.Dispose();
        _stop.Dispose();
    }

    private JsonElement Answer() =>
        JsonDocument.Parse(_robot.ReadLine().ShouldNotBeNull()).RootElement.Clone();
}
