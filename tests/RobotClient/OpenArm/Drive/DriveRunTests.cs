using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm.Drive;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Observations;

namespace PolicyGate.Tests.RobotClient.OpenArm.Drive;

public sealed class DriveRunTests
{
    private const string Chunk = """{"positions":[[1,2],[3,4],[5,6]],"interval":33333333}""";
    private const string Skip = """{"positions":[]}""";
    private const string Refusal = """{"positions":[],"error":{"code":"NotFound","message":"no such file"}}""";
    private const string Hold =
        """{"positions":[[1,2],[1,2]],"interval":1,"error":{"code":"Internal","message":"broken"}}""";

    [Fact]
    public void Every_kind_of_answer_is_counted_as_what_it_is()
    {
        string[] answers = [Chunk, Skip, Refusal, Hold, "{}", Chunk];
        DriveReport report = Drive(answers);

        report.Sent.ShouldBe(6);
        report.Chunks.ShouldBe(2);
        report.Skips.ShouldBe(1);
        report.Holds.ShouldBe(1);
        report.Malformed.ShouldBe(1);
        report.Lost.ShouldBe(0);
        report.Errors.ShouldBe(new Dictionary<string, long> { ["Internal"] = 1, ["NotFound"] = 1 });
        report.Problems.ShouldContain("NotFound: no such file");
        report.Problems.ShouldContain(problem => problem.Contains("no list \"positions\""));
    }

    [Theory]
    [InlineData(true, true, Chunk, Skip)]
    [InlineData(false, true, Chunk, Refusal)]
    [InlineData(false, true, Chunk, Hold)]
    [InlineData(false, false, Chunk, "{}")]
    [InlineData(false, false, Chunk, """{"positions":[[1,NaN]],"interval":1}""")]
    [InlineData(false, false, Chunk, null)]
    [InlineData(false, false, Chunk, Chunk + "\n" + Chunk)]
    public void It_succeeds_where_nothing_was_lost_refused_or_malformed(
        bool succeeds, bool ifErrorsAreAllowed, params string?[] answers)
    {
        DriveReport report = Drive(answers);
        report.Succeeded(allowErrors: false).ShouldBe(succeeds);
        report.Succeeded(allowErrors: true).ShouldBe(ifErrorsAreAllowed);
    }

    [Fact]
    public void A_server_that_closes_or_says_nothing_loses_the_observation()
    {
        DriveReport closed = Drive([Chunk, null]);
        (closed.Sent, closed.Chunks, closed.Lost).ShouldBe((2, 1, 1));
        closed.Problems.ShouldContain(problem => problem.Contains("closed the connection"));

        DriveReport silent = Drive(
            [Chunk, ""], options => options with { AnswerTimeout = TimeSpan.FromSeconds(2) });
        (silent.Sent, silent.Chunks, silent.Lost).ShouldBe((2, 1, 1));
        silent.Problems.ShouldBe(["no answer within 2 s"]);
    }

    [Fact]
    public void Nobody_listening_is_said_and_fails()
    {
        var options = new DriveOptions { SocketPath = "/tmp/policygate-nobody.socket", Count = 1, Robots = 3 };
        DriveReport report = new DriveRun(options, Frames(), oneArm: false, TimeProvider.System).Run(default);
        report.Unconnected.ShouldBe(3);
        report.Succeeded(allowErrors: true).ShouldBeFalse();
        report.Problems.ShouldContain(problem => problem.Contains(options.SocketPath));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Observations_are_files_as_the_stock_observer_writes_them_with_new_positions_each(int reuse)
    {
        var seen = new List<(bool Reset, long? Id, float[] Position, string Path)>();
        using var reader = new GoldenReader(["ceiling"], roots: ["/dev/shm", "/tmp"]);
        using var server = new FakePolicyServer(request =>
        {
            string path = request.GetProperty("data_path").GetString()!;
            reader.Sizes[0] = (request.GetProperty("metadata").GetProperty("camera_ceiling.height").GetInt32(),
                request.GetProperty("metadata").GetProperty("camera_ceiling.width").GetInt32());
            reader.Read(path).ShouldBeNull();
            float[] position = reader.Observation.Position.ToArray();
            seen.Add((request.GetProperty("reset").GetBoolean(), reader.Observation.Id, position, path));
            return Chunk;
        });
        Run(server, options => options with { Count = 7, ResetEvery = 3, Reuse = reuse });

        seen.Select(tick => tick.Reset).ShouldBe([true, false, false, true, false, false, true]);
        seen.Select(tick => tick.Id).ShouldBe([0, 1, 2, 0, 1, 2, 0]);
        seen.ShouldAllBe(tick => tick.Position.Length == 16);
        seen.Select(tick => string.Join(' ', tick.Position)).Distinct().Count().ShouldBe(7);
        seen.Select(tick => tick.Path).Distinct().Count().ShouldBe(reuse == 0 ? 7 : reuse);
        seen.ShouldAllBe(tick => !File.Exists(tick.Path));
    }

    [Fact]
    public void Files_are_private_and_the_newest_five_are_kept()
    {
        UnixFileMode file = default, folder = default;
        int most = 0;
        using var server = new FakePolicyServer(request =>
        {
            string path = request.GetProperty("data_path").GetString()!;
            (file, folder) = (File.GetUnixFileMode(path), File.GetUnixFileMode(Path.GetDirectoryName(path)!));
            most = Math.Max(most, Directory.GetFiles(Path.GetDirectoryName(path)!).Length);
            return Chunk;
        });
        Run(server, options => options with { Count = 12 });
        file.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        folder.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        most.ShouldBe(5);
    }

    [Fact]
    public void Recorded_observations_are_shown_as_they_were_recorded()
    {
        string folder = Repository.At("tests/data/openarm-captured/two-episodes");
        var shown = new List<byte[]>();
        using var server = new FakePolicyServer(request =>
        {
            shown.Add(File.ReadAllBytes(request.GetProperty("data_path").GetString()!));
            return Chunk;
        });
        Run(server, options => options with { Count = 8 }, RecordedFrames.Open(folder));

        int[] order = [0, 1, 2, 3, 4, 5, 0, 1];
        for (int i = 0; i < order.Length; i++)
            shown[i].ShouldBe(File.ReadAllBytes(Path.Combine(folder, $"{order[i]:D4}.arrow")));
        server.Requests.Select(request => request.GetProperty("reset").GetBoolean())
            .ShouldBe([true, false, false, true, false, false, true, false]);
        server.Requests[0].GetProperty("metadata").GetProperty("camera_ceiling.width").GetInt32().ShouldBe(192);
    }

    [Fact]
    public void The_jump_is_from_the_row_that_the_robot_is_at_to_the_next_chunks_first()
    {
        // An hour a row: the robot is still at the first one when the next chunk comes.
        DriveReport report = Drive(
        [
            """{"positions":[[0,1],[0.25,1]],"interval":3600000000000}""", Skip,
            """{"positions":[[0.5,1.125],[0.5,0.5],[0.5,0.5]],"interval":1}""",
            // A nanosecond a row: it has long come to the last.
            """{"positions":[[0.5,0.5],[0.5,0.5],[0.5,0.5]],"interval":1}""",
        ]);
        report.SeamJumpRadians.Max.ShouldBe(0.5);
        report.SeamJumpRadians.P50.ShouldBe(0);
        report.RowStepRadians.Max.ShouldBe(0.625);
        report.RowStepRadians.P50.ShouldBe(0.25, 0.005);
    }

    [Fact]
    public void What_the_server_tells_of_its_stages_is_told()
    {
        DriveReport report = Drive(
        [
            """{"positions":[],"timing":{"read_ms":1,"run_ms":20,"note":"x"}}""",
            """{"positions":[],"timing":{"run_ms":40,"read_ms":3}}""",
        ]);
        report.Stages.Select(stage => stage.Name).ShouldBe(["read", "run"]);
        report.Stages.Select(stage => stage.Milliseconds.Max).ShouldBe([3, 40]);
        report.Stages[1].Milliseconds.P50.ShouldBe(20, 0.4);
    }

    [Fact]
    public void Paced_robots_keep_their_rate_and_say_what_came_late()
    {
        using var release = new ManualResetEventSlim();
        using var server = new FakePolicyServer(_ => Chunk);
        DriveReport even = Run(server, options => options with { Count = 10, RateHz = 100 });
        even.Sent.ShouldBe(10);
        // Nine periods lie between ten observations; a busy machine only makes it longer.
        even.Seconds.ShouldBeGreaterThan(0.09);

        int asked = 0;
        using var slow = new FakePolicyServer(_ =>
        {
            if (++asked == 2)
                release.Wait(TimeSpan.FromMilliseconds(100));
            return Chunk;
        });
        DriveReport late = Run(slow, options => options with { Count = 3, RateHz = 100 });
        late.Late.ShouldBeGreaterThanOrEqualTo(1);
        late.Missed.ShouldBeGreaterThanOrEqualTo(9);
    }

    [Fact]
    public async Task The_containers_way_waits_for_the_server_to_connect()
    {
        using var scratch = new ScratchFolder("policygate-test-");
        var options = new DriveOptions
        {
            SocketPath = scratch.PathOf("robot.socket"), Listen = true, RateHz = 0, Count = 3, Robots = 2,
        };
        Task<DriveReport> drive = Task.Run(
            () => new DriveRun(options, Frames(), oneArm: true, TimeProvider.System).Run(default));
        await Task.WhenAll(Answer(options.SocketPath), Answer(options.SocketPath));
        DriveReport report = await drive.WaitAsync(TimeSpan.FromSeconds(30));

        report.Chunks.ShouldBe(6);
        report.Succeeded(allowErrors: false).ShouldBeTrue();
        File.Exists(options.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Told_to_stop_it_gives_up_what_is_under_way_and_removes_its_files()
    {
        using var stop = new CancellationTokenSource();
        string path = "";
        using var server = new FakePolicyServer(request =>
        {
            path = request.GetProperty("data_path").GetString()!;
            stop.Cancel();
            return "";
        });
        DriveOptions options = Options(server);
        DriveReport report = await Task.Run(
                () => new DriveRun(options, Frames(), oneArm: false, TimeProvider.System).Run(stop.Token))
            .WaitAsync(TimeSpan.FromSeconds(30));
        (report.Sent, report.Lost).ShouldBe((0, 0));
        Directory.Exists(Path.GetDirectoryName(path)).ShouldBeFalse();
    }

    [Fact]
    public async Task Robots_drive_the_gateway_and_each_gets_all_its_chunks()
    {
        await using ServedGateway gateway = await ServedGateway.Start(
            Repository.At("samples/policies/reach"), "Scripted",
            new() { ["Wires:OpenArm:0:Timing"] = "true" });
        var options = new DriveOptions { SocketPath = gateway.SocketPath, RateHz = 0, Count = 10, Robots = 4 };
        DriveReport report = await Task.Run(
            () => new DriveRun(options, Frames(), oneArm: false, TimeProvider.System).Run(default));

        report.Problems.ShouldBeEmpty();
        report.Chunks.ShouldBe(40);
        report.Succeeded(allowErrors: false).ShouldBeTrue();
        report.Stages.Select(stage => stage.Name).ShouldContain("run");
        report.RoundTripMilliseconds.P50.ShouldBeGreaterThan(0);
    }

    private static DriveReport Drive(string?[] answers, Func<DriveOptions, DriveOptions>? change = null)
    {
        int next = 0;
        using var server = new FakePolicyServer(_ => answers[next++]);
        return Run(server, options =>
        {
            options = options with { Count = answers.Length };
            return change?.Invoke(options) ?? options;
        });
    }

    private static DriveReport Run(
        FakePolicyServer server, Func<DriveOptions, DriveOptions> change, IReadOnlyList<DriveFrame>? frames = null) =>
        new DriveRun(change(Options(server)), frames ?? Frames(), oneArm: false, TimeProvider.System).Run(default);

    private static DriveOptions Options(FakePolicyServer server) => new()
    {
        SocketPath = server.SocketPath,
        RateHz = 0,
        AnswerTimeout = TimeSpan.FromSeconds(30),
    };

    private static IReadOnlyList<DriveFrame> Frames() =>
        DrawnFrames.Draw(CameraSizes.Parse("12x16", oneArm: false, out _)!, oneArm: false, task: null);

    /// <summary>A server in a container: it connects, and answers until the robot has gone.</summary>
    private static async Task Answer(string socketPath)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var retry = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!File.Exists(socketPath))
            await retry.WaitForNextTickAsync(patience.Token);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), patience.Token);
        using var reader = new StreamReader(new NetworkStream(socket));
        while (await reader.ReadLineAsync(patience.Token) is string line)
        {
            JsonDocument.Parse(line).RootElement.GetProperty("name").GetString().ShouldBe("inference");
            await socket.SendAsync(Encoding.UTF8.GetBytes(Chunk + "\n"), patience.Token);
        }
    }
}
