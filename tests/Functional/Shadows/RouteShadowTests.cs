using System.Text.Json;
using PolicyGate.Gateway.Shadows;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Shadows;

/// <summary>Shadows that a route names, behind real wires and with real plugins.</summary>
public sealed class RouteShadowTests
{
    private static readonly string ActTiny = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task Its_differences_are_those_of_the_chunks_that_robots_would_have_got()
    {
        float[][] served = await ChunkOf("Onnx");
        float[][] shown = await ChunkOf("Scripted");
        double[] all = [.. served.Zip(shown).SelectMany(rows => rows.First.Zip(rows.Second))
            .Select(values => Math.Abs((double)values.First - values.Second))];
        await using ServedGateway gateway = await Start("act-tiny", "Scripted");

        ShadowReport report = Watched(gateway, report => report.Compared >= 3);

        (report.Route, report.Policy, report.Version).ShouldBe(("act-tiny", "beside", 1));
        (report.Failures, report.NotFinite, report.LastFailure).ShouldBe((0, 0, null));
        report.LargestDifference!.Value.ShouldBe(all.Max(), tolerance: 1e-6);
        report.MeanDifference!.Value.ShouldBe(all.Average(), tolerance: 1e-6);
        all.Max().ShouldBeGreaterThan(0);
        report.Joints.Count.ShouldBe(16);
        report.Joints.Max(joint => joint.Largest).ShouldBe(report.LargestDifference.Value);
        report.Joints[7].Name.ShouldBe("right_gripper");
        report.MeanRunSeconds!.Value.ShouldBeGreaterThan(0);
        report.LongestRunSeconds!.Value.ShouldBeGreaterThanOrEqualTo(report.MeanRunSeconds.Value);
    }

    [Fact]
    public async Task The_same_model_beside_itself_differs_by_nothing()
    {
        await using ServedGateway gateway = await Start("act-tiny", "Onnx");

        ShadowReport report = Watched(gateway, report => report.Compared >= 3);

        report.LargestDifference.ShouldBe(0);
    }

    [Fact]
    public async Task What_it_does_is_in_the_metrics_under_its_route_and_policy()
    {
        await using ServedGateway gateway = await Start("act-tiny", "Scripted", ("Http:Endpoint", "127.0.0.1:0"));
        // A run is compared before it is counted: of two the first is.
        Watched(gateway, report => report.Compared >= 2);
        using var client = new HttpClient();

        string text = await client.GetStringAsync(new Uri(
            $"http://{gateway.Host.HttpEndPoints.Single()}/metrics"));

        text.ShouldContain("policygate_shadows_runs_total{route=\"act-tiny\",policy=\"beside\"}");
        text.ShouldContain("policygate_shadows_run_duration_seconds_bucket{route=\"act-tiny\",policy=\"beside\"");
        text.ShouldContain("policygate_shadows_difference_bucket{route=\"act-tiny\",policy=\"beside\"");
    }

    [Fact]
    public async Task One_that_cannot_use_what_the_robot_sends_fails_is_told_of_and_robots_are_answered()
    {
        using var folder = new ScratchFolder("policygate-test-");
        string json = await File.ReadAllTextAsync(Path.Combine(ActTiny, "policy.json"));
        await File.WriteAllTextAsync(
            folder.PathOf("policy.json"), json.Replace("images.wrist_left", "images.roof", StringComparison.Ordinal));
        // A model that nobody reads, whose place is looked at.
        await File.WriteAllTextAsync(folder.PathOf("model.onnx"), "");
        await using ServedGateway gateway = await Start(folder.Path, "Scripted");

        ShadowReport report = Watched(gateway, report => report.Failures >= 3);

        report.LastFailure!.ShouldContain("camera_roof");
        (report.Runs, report.LargestDifference, report.MeanRunSeconds).ShouldBe((0, null, null));
        gateway.Log.All.Count(line => line.Contains("its shadow 'beside' failed", StringComparison.Ordinal))
            .ShouldBe(1, gateway.Log.Text);
    }

    [Fact]
    public async Task The_recorder_and_shadows_each_have_the_file_and_neither_keeps_it_open()
    {
        using var folder = new ScratchFolder("policygate-test-");
        await using ServedGateway gateway = await Start(
            "act-tiny", "Scripted", ("Recording:Folder", folder.Path), ("Recording:AllRoutes", "true"));

        Watched(gateway, report => report.Compared >= 10);

        int Open() => Directory.EnumerateFiles("/proc/self/fd").Count(
            descriptor => LinkOf(descriptor)?.StartsWith(gateway.Folder + "/half", StringComparison.Ordinal) ?? false);
        Eventually.Holds(() => Open() == 0, () => $"{Open()} are still open");
        gateway.Log.Text.ShouldNotContain("were not recorded");
    }

    [Fact]
    public async Task It_sees_the_ticks_of_LeRobot_robots_too()
    {
        await using ServedGateway gateway = await Start(
            "act-tiny", "Onnx", ("Wires:LeRobot:Endpoint", "127.0.0.1:0"));
        using var robot = new LeRobotRobot(gateway.Host.LeRobotEndPoints.Single());
        await robot.Begin("act-tiny");

        ShadowReport? report = null;
        for (int timestep = 0; report is not { Compared: >= 3 }; timestep++)
        {
            (await robot.Observe(timestep, mustGo: true, 0.01 * timestep)).Good();
            (await robot.Actions()).Count.ShouldBe(20);
            report = gateway.Host.ShadowReports.Single();
            timestep.ShouldBeLessThan(2000, report.ToString());
        }

        (report.LargestDifference, report.Failures).ShouldBe((0, 0));
    }

    private static string? LinkOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            // Somebody's, closed meanwhile.
            return null;
        }
    }

    private static Task<ServedGateway> Start(
        string policy, string backend, params (string Key, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            ["Chunks:DropLateRows"] = "false",
            ["Limits:ShadowSparePercent"] = "0",
            ["Policies:beside:Folder"] = Path.Combine(GoldenData.Root, policy),
            ["Policies:beside:Backend"] = backend,
            ["Policies:beside:Deadline"] = "00:00:10",
            ["Routes:act-tiny:Policy"] = "act-tiny",
            ["Routes:act-tiny:Shadows:0"] = "beside",
        };
        foreach ((string key, string value) in settings)
            all[key] = value;
        return ServedGateway.Start(ActTiny, settings: all);
    }

    private static async Task<float[][]> ChunkOf(string backend)
    {
        await using ServedGateway gateway = await ServedGateway.Start(
            ActTiny, backend, new() { ["Chunks:DropLateRows"] = "false" });
        using RobotSocket robot = gateway.Connect();
        return Positions(robot.Ask(Request(gateway)));
    }

    /// <summary>A robot's ticks, each the first of an episode, until its shadow has come so far.</summary>
    private static ShadowReport Watched(ServedGateway gateway, Func<ShadowReport, bool> enough)
    {
        using RobotSocket robot = gateway.Connect();
        string request = Request(gateway);
        ShadowReport? report = null;
        Eventually.Holds(
            () =>
            {
                Positions(robot.Ask(request)).Length.ShouldBe(20);
                report = gateway.Host.ShadowReports.Single();
                return enough(report);
            },
            () => $"{report}, shed {string.Join(", ", report!.Shed)}; {gateway.Log.Text}");
        return report!;
    }

    private static string Request(ServedGateway gateway) =>
        GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);

    private static float[][] Positions(JsonElement answer) =>
        answer.GetProperty("positions").Deserialize<float[][]>()!;
}
