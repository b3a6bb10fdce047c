using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>Robots that come early, come together, send garbage or do not wait, on the real host.</summary>
public sealed class OpenArmRobotsTests
{
    private const string Ping = """{"ping":true}""";
    private const string NoSuchFile = """{"name":"inference","data_path":"/dev/shm/policygate-no-such.arrow"}""";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task A_robot_that_is_early_waits_until_the_policy_is_warm_and_is_answered_then()
    {
        // Each of the two first runs takes so long.
        await using ServedGateway gateway = Scripted(latencyMilliseconds: 1000);
        using RobotSocket robot = gateway.Connect();
        robot.Send(Half(gateway));
        gateway.Host.Ready.IsCompleted.ShouldBeFalse();
        Rows(robot.ReadLine()).ShouldBe(20);
        (await gateway.Host.Ready.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeNull();
        robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task When_the_policy_cannot_be_loaded_everybody_who_waits_is_told_why_and_the_connection_ends()
    {
        using var folder = new BrokenPolicy();
        await using ServedGateway gateway = ServedGateway.StartCold(folder.Path);
        using RobotSocket pinging = gateway.Connect();
        using RobotSocket asking = gateway.Connect();
        pinging.Ask(Ping).GetProperty("error").GetString()!.ShouldContain("model.onnx");
        JsonElement answer = asking.Ask(NoSuchFile);
        answer.GetProperty("positions").GetArrayLength().ShouldBe(0);
        answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("model.onnx");
        pinging.ReadLine().ShouldBeNull();
        asking.ReadLine().ShouldBeNull();
    }

    [Fact]
    public async Task A_robot_that_sends_garbage_is_told_so_each_time_and_disturbs_no_other()
    {
        await using ServedGateway gateway = Scripted();
        using RobotSocket good = gateway.Connect();
        using RobotSocket bad = gateway.Connect();
        string request = Half(gateway);
        foreach (string garbage in (string[])["", "garbage", "[1,2]", "{\"name\":", "\0\u0001\u0002", NoSuchFile])
        {
            JsonElement told = bad.Ask(garbage);
            told.GetProperty("positions").GetArrayLength().ShouldBe(0);
            told.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
            good.Ask(request).GetProperty("positions").GetArrayLength().ShouldBe(20);
        }
    }

    [Fact]
    public async Task A_robot_that_leaves_within_a_line_takes_nobody_with_it()
    {
        await using ServedGateway gateway = Scripted();
        using RobotSocket good = gateway.Connect();
        good.Ask(Ping);
        using (RobotSocket gone = gateway.Connect())
            gone.Send("{\"name\":\"infer"u8);
        good.Ask(Half(gateway)).GetProperty("positions").GetArrayLength().ShouldBe(20);
    }

    [Fact]
    public async Task Requests_that_do_not_wait_are_each_answered_in_their_order()
    {
        await using ServedGateway gateway = Scripted();
        using RobotSocket robot = gateway.Connect();
        robot.Send($"{Half(gateway)}\n{NoSuchFile}\n{Ping}");
        Rows(robot.ReadLine()).ShouldBe(20);
        robot.ReadLine()!.ShouldContain("policygate-no-such.arrow");
        robot.ReadLine()!.ShouldContain("ready");
        robot.EndSending();
        robot.ReadLine().ShouldBeNull();
    }

    [Fact]
    public async Task A_tick_under_way_at_the_end_is_answered_and_the_socket_is_gone()
    {
        ServedGateway gateway = Scripted(latencyMilliseconds: 300);
        using RobotSocket idle = gateway.Connect();
        using RobotSocket robot = gateway.Connect();
        idle.Ask(Ping);
        robot.Ask(Ping);
        robot.Send(Half(gateway));
        await gateway.DisposeAsync();
        Rows(robot.ReadLine()).ShouldBe(20);
        robot.ReadLine().ShouldBeNull();
        idle.ReadLine().ShouldBeNull();
        File.Exists(gateway.SocketPath).ShouldBeFalse();
    }

    private static ServedGateway Scripted(int latencyMilliseconds = 0) => ServedGateway.StartCold(
        Policy, "Scripted", new()
        {
            ["Policies:act-tiny:Options:LatencyMilliseconds"] = $"{latencyMilliseconds}",
            ["Chunks:DropLateRows"] = "false",
        });

    private static string Half(ServedGateway gateway) =>
        GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);

    private static int Rows(string? answer)
    {
        using JsonDocument json = JsonDocument.Parse(answer.ShouldNotBeNull());
        return json.RootElement.GetProperty("positions").GetArrayLength();
    }
}
