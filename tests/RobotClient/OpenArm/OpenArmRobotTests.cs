using System.Text.Json;
using PolicyGate.RobotClient.OpenArm;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.OpenArm;

public sealed class OpenArmRobotTests
{
    private const string Chunk = """{"positions":[[1,2],[3,4]],"interval":33333333}""";

    [Fact]
    public async Task A_request_leads_to_a_private_file_with_the_observation()
    {
        byte[]? found = null;
        UnixFileMode file = default, folder = default;
        using var server = new FakePolicyServer(request =>
        {
            string path = request.GetProperty("data_path").GetString()!;
            found = File.ReadAllBytes(path);
            (file, folder) = (File.GetUnixFileMode(path), File.GetUnixFileMode(Path.GetDirectoryName(path)!));
            return Chunk;
        });
        using OpenArmRobot robot = await Connect(server);
        OpenArmExchange exchange = await Ask(robot, [1, 2, 3], reset: true);

        found.ShouldBe([1, 2, 3]);
        file.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        folder.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        server.Requests[0].GetProperty("reset").GetBoolean().ShouldBeTrue();
        exchange.Answer.Positions.ShouldBe([[1, 2], [3, 4]]);
        exchange.RoundTrip.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Metadata_is_passed_on_and_its_time_made_new()
    {
        using var server = new FakePolicyServer(_ => Chunk);
        var time = new ManualTime();
        using OpenArmRobot robot = await Connect(server, time: time);
        await Ask(robot, [1], metadata: """{"timestamp":5,"episode_number":7,"prompt":"None"}""");

        JsonElement metadata = server.Requests[0].GetProperty("metadata");
        metadata.GetProperty("episode_number").GetInt32().ShouldBe(7);
        metadata.GetProperty("prompt").GetString().ShouldBe("None");
        metadata.EnumerateObject().Count(entry => entry.Name == "timestamp").ShouldBe(1);
        metadata.GetProperty("timestamp").GetInt64().ShouldBe(time.WallNanoseconds);
    }

    [Fact]
    public async Task The_newest_five_files_are_kept_and_none_after_the_end()
    {
        using var server = new FakePolicyServer(_ => Chunk);
        string folder;
        using (OpenArmRobot robot = await Connect(server))
        {
            for (byte i = 0; i < 8; i++)
                await Ask(robot, [i]);
            folder = Path.GetDirectoryName(server.Requests[0].GetProperty("data_path").GetString())!;
            Directory.GetFiles(folder).Select(path => File.ReadAllBytes(path)[0]).Order().ShouldBe([3, 4, 5, 6, 7]);
        }
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_closes_is_told_from_one_that_answers()
    {
        using var server = new FakePolicyServer(_ => null);
        using OpenArmRobot robot = await Connect(server);
        var fault = await Should.ThrowAsync<OpenArmException>(() => Ask(robot, [1]));
        fault.Message.ShouldContain("closed the connection");
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_for_ever()
    {
        using var server = new FakePolicyServer(_ => new string('x', 1 << 20));
        using OpenArmRobot robot = await Connect(server, options => options with { AnswerBytes = 1000 });
        var fault = await Should.ThrowAsync<OpenArmException>(() => Ask(robot, [1]));
        fault.Message.ShouldContain("longer than 1000 bytes");
    }

    [Fact]
    public async Task A_long_answer_is_read_whole()
    {
        string row = $"[{string.Join(',', Enumerable.Repeat("0.123456789", 256))}]";
        string rows = string.Join(',', Enumerable.Repeat(row, 100));
        using var server = new FakePolicyServer(_ => $$"""{"interval":1,"positions":[{{rows}}]}""");
        using OpenArmRobot robot = await Connect(server);
        OpenArmExchange exchange = await Ask(robot, [1]);
        exchange.Answer.Positions.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_not_waited_for_longer_than_set()
    {
        using var server = new FakePolicyServer(_ => "");
        using OpenArmRobot robot = await Connect(
            server, options => options with { AnswerTimeout = TimeSpan.FromMilliseconds(20) });
        var fault = await Should.ThrowAsync<OpenArmException>(() => Ask(robot, [1]));
        fault.Message.ShouldBe("no answer within 0.02 s");
    }

    [Fact]
    public async Task Waiting_ends_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new FakePolicyServer(_ =>
        {
            cancel.Cancel();
            return "";
        });
        using OpenArmRobot robot = await Connect(server);
        await Should.ThrowAsync<OperationCanceledException>(() => Ask(robot, [1], cancel: cancel.Token));
    }

    [Fact]
    public async Task Nobody_listening_is_said_with_the_path()
    {
        var options = new OpenArmRobotOptions { SocketPath = "/tmp/policygate-nobody.socket" };
        var fault = await Should.ThrowAsync<OpenArmException>(
            () => OpenArmRobot.ConnectAsync(options, TimeProvider.System, CancellationToken.None));
        fault.Message.ShouldContain("/tmp/policygate-nobody.socket");
    }

    private static Task<OpenArmRobot> Connect(
        FakePolicyServer server,
        Func<OpenArmRobotOptions, OpenArmRobotOptions>? change = null,
        TimeProvider? time = null)
    {
        var options = new OpenArmRobotOptions
        {
            SocketPath = server.SocketPath,
            AnswerTimeout = TimeSpan.FromSeconds(30),
        };
        return OpenArmRobot.ConnectAsync(
            change?.Invoke(options) ?? options, time ?? TimeProvider.System, CancellationToken.None);
    }

    private static Task<OpenArmExchange> Ask(
        OpenArmRobot robot, byte[] file, bool reset = false, string metadata = "{}", CancellationToken cancel = default)
    {
        JsonElement parsed = JsonDocument.Parse(metadata).RootElement;
        return robot.AskAsync(new OpenArmObservation(file, parsed, reset), cancel);
    }
}
