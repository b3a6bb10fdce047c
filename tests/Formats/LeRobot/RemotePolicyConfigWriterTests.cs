using System.Buffers;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.LeRobot;

public sealed class RemotePolicyConfigWriterTests
{
    private const string Newer = "lerobot-0.4.4_torch-2.13_numpy-2.4";
    private const string Older = "lerobot-0.3.3_torch-2.13_numpy-2.4";

    private static readonly LeRobotFeature State = new(
        "observation.state", "float32", [6],
        ["shoulder_pan.pos", "shoulder_lift.pos", "elbow_flex.pos", "wrist_flex.pos", "wrist_roll.pos", "gripper.pos"]);

    private static readonly RemotePolicyConfig TwoCameras = new()
    {
        Module = LeRobotModule.AsyncInference,
        PolicyType = "act",
        PretrainedNameOrPath = "act",
        Features = [State, Camera("head_left", 48, 64), Camera("wrist_left", 48, 64)],
        ActionsPerChunk = 20,
    };

    private static readonly RemotePolicyConfig OneCamera = TwoCameras with
    {
        PolicyType = "smolvla",
        PretrainedNameOrPath = "models/weiß-模型 v2",
        Features = [State, Camera("front", 480, 640)],
        ActionsPerChunk = 50,
    };

    [Fact]
    public void It_is_byte_for_byte_what_the_stock_client_sends()
    {
        ShouldBe(TwoCameras, Newer, "policy-config");
        ShouldBe(OneCamera, Newer, "policy-config-path");
        ShouldBe(TwoCameras with
        {
            PretrainedNameOrPath = "user/model",
            Device = "cuda:0",
            RenameMap = new Dictionary<string, string>
            {
                ["observation.images.head_left"] = "observation.images.top",
            },
        }, Newer, "policy-config-renamed");
    }

    [Fact]
    public void A_server_of_0_3_gets_no_map_of_names_which_its_class_does_not_have()
    {
        ShouldBe(TwoCameras with { Module = LeRobotModule.ScriptsServer }, Older, "policy-config");
        ShouldBe(OneCamera with { Module = LeRobotModule.ScriptsServer }, Older, "policy-config-path");
    }

    private static LeRobotFeature Camera(string name, int height, int width) =>
        new($"observation.images.{name}", "image", [height, width, 3], ["height", "width", "channels"]);

    private static void ShouldBe(RemotePolicyConfig config, string folder, string file)
    {
        var output = new ArrayBufferWriter<byte>();
        RemotePolicyConfigWriter.Write(output, config);
        output.WrittenSpan.ToArray().ShouldBe(GoldenData.Bytes($"lerobot/{folder}/{file}.pkl"), file);
    }
}
