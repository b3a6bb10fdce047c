using System.CommandLine;
using PolicyGate.RobotClient.CommandLine;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.RobotClient.CommandLine;

/// <summary>What a command line asks for.</summary>
public sealed class RobotArgumentsTests
{
    [Fact]
    public void A_command_line_of_LeRobots_client_means_what_it_means_there()
    {
        RobotRequest request = Read(
            "--task=pick up the cup", "--server_address=10.0.0.7:8081", "--policy_type=smolvla",
            "--pretrained_name_or_path=user/model_x", "--policy_device=mps", "--client_device=cpu",
            "--actions_per_chunk=50", "--chunk_size_threshold=0.25", "--aggregate_fn_name=conservative", "--fps=60",
            "--debug_visualize_queue_size=True");
        LeRobotClientOptions client = request.Client;
        client.Task.ShouldBe("pick up the cup");
        client.ServerAddress.ShouldBe("10.0.0.7:8081");
        (client.PolicyType, client.PretrainedNameOrPath).ShouldBe(("smolvla", "user/model_x"));
        client.PolicyDevice.ShouldBe("mps");
        (client.ActionsPerChunk, client.ChunkSizeThreshold, client.Fps).ShouldBe((50, 0.25, 60));
        client.Aggregate.ShouldBe(ActionAggregates.Conservative);
        client.ServerVersion.ShouldBe(LeRobotVersion.Current);
        request.QueuePlot.ShouldBe("queue-size.svg");
        request.Json.ShouldBeNull();
    }

    [Fact]
    public void What_is_not_said_is_as_LeRobots_client_has_it()
    {
        LeRobotClientOptions client = Read(RobotProgramRun.Required).Client;
        client.ServerAddress.ShouldBe("localhost:8080");
        (client.PolicyDevice, client.Task, client.ChunkSizeThreshold, client.Fps).ShouldBe(("cpu", "", 0.5, 30));
        client.Aggregate.ShouldBe(ActionAggregates.WeightedAverage);
        client.Duration.ShouldBeNull();
        client.MaximumAnswerAge.ShouldBe(TimeSpan.FromSeconds(2));
        client.Limits.Joints.ShouldBeEmpty();
    }

    [Fact]
    public void Names_take_dashes_and_values_stand_behind_a_space_too()
    {
        RobotRequest request = Read(
            [.. RobotProgramRun.Required, "--max-answer-age", "0.5", "--server-timeout", "3", "--duration", "60",
            "--aggregate-fn-name", "0.8", "--debug-visualize-queue-size", "my_plot.svg", "--json", "my_report.json"]);
        request.Client.MaximumAnswerAge.ShouldBe(TimeSpan.FromSeconds(0.5));
        request.Client.ServerTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        request.Client.Duration.ShouldBe(TimeSpan.FromSeconds(60));
        float[] mixed = [0];
        request.Client.Aggregate([1], [2], mixed);
        mixed[0].ShouldBe(1.8f, 1e-6);
        request.QueuePlot.ShouldBe("my_plot.svg");
        request.Json.ShouldBe("my_report.json");
    }

    [Theory]
    [InlineData("0.3", LeRobotVersion.V03)]
    [InlineData("0.3.3", LeRobotVersion.V03)]
    [InlineData("0.4", LeRobotVersion.Current)]
    [InlineData("0.4.4", LeRobotVersion.Current)]
    [InlineData("1.0", LeRobotVersion.Current)]
    public void The_servers_version_chooses_the_module(string text, LeRobotVersion version) =>
        Read([.. RobotProgramRun.Required, $"--server_version={text}"]).Client.ServerVersion.ShouldBe(version);

    [Theory]
    [InlineData("--debug_visualize_queue_size=False", null)]
    [InlineData("--debug_visualize_queue_size", "queue-size.svg")]
    [InlineData("--debug_visualize_queue_size=true", "queue-size.svg")]
    [InlineData("--debug_visualize_queue_size=a_b.svg", "a_b.svg")]
    public void The_queues_picture_is_asked_for_as_in_LeRobot_or_by_its_file(string option, string? file) =>
        Read([.. RobotProgramRun.Required, option]).QueuePlot.ShouldBe(file);

    [Fact]
    public void A_distance_is_for_all_joints_or_for_each()
    {
        RobotRequest all = Read([.. RobotProgramRun.Required, "--robot.max_relative_target=5"]);
        all.Client.Limits.RelativeTarget.ShouldBe(5);
        RobotRequest each = Read(
            [.. RobotProgramRun.Required, """--robot.max_relative_target={"gripper": 10, "elbow_flex.pos": 2.5}"""]);
        each.Client.Limits.RelativeTarget.ShouldBeNull();
        each.Client.Limits.Joints["gripper"].RelativeTarget.ShouldBe(10);
        each.Client.Limits.Joints["elbow_flex"].RelativeTarget.ShouldBe(2.5);
    }

    private static RobotRequest Read(params string[] args)
    {
        var arguments = new RobotArguments();
        var command = new RootCommand();
        arguments.AddTo(command);
        ParseResult parsed = command.Parse(UnderscoredOptions.Normalize(args));
        parsed.Errors.ShouldBeEmpty();
        return arguments.Read(parsed);
    }
}
