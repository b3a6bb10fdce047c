using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>The real host with the shipped plugin on the doubles, asked as a robot asks.</summary>
public sealed class TensorRTServedTests
{
    private const int Rows = 8;
    private const float Step = 0.01f;
    private static readonly GoldenObservation Golden = GoldenData.OpenArm("half");

    [NeedsFakeGpuTheory]
    [InlineData(10)]
    [InlineData(11)]
    public async Task A_recorded_observation_is_answered_by_the_engine(int major)
    {
        using FakeGpu gpu = new(major);
        await using (ServedGateway gateway = await ServedGateway.Start(
            Repository.At("tests/data/policies/fake-engine"), "TensorRT", Settings(gpu)))
        {
            using RobotSocket robot = gateway.Connect();
            for (int tick = 0; tick < 3; tick++)
            {
                float[][] rows = robot.Ask(GoldenRequest.For(Golden, gateway.Folder))
                    .GetProperty("positions").Deserialize<float[][]>()!;
                rows.Length.ShouldBe(Rows);
                for (int row = 0; row < Rows; row++)
                {
                    rows[row].Length.ShouldBe(Golden.Position!.Length);
                    for (int joint = 0; joint < rows[row].Length; joint++)
                        rows[row][joint].ShouldBe(Golden.Position[joint] + (Step * (row + 1)), 1e-5f);
                }
            }
            gpu.Calls("cuGraphLaunch").ShouldBeGreaterThan(3);
            gateway.Log.Text.ShouldContain("Fake GPU 0");
        }
        gpu.ShouldBeClean();
    }

    [NeedsFakeGpuFact]
    public async Task A_lost_device_is_told_to_the_robot_and_its_connection_stays()
    {
        using FakeGpu gpu = new(10);
        await using ServedGateway gateway = await ServedGateway.Start(
            Repository.At("tests/data/policies/fake-engine"), "TensorRT", Settings(gpu));
        using RobotSocket robot = gateway.Connect();
        gpu.Fail("cuGraphLaunch", 0, 700);
        for (int tick = 0; tick < 3; tick++)
        {
            JsonElement answer = robot.Ask(GoldenRequest.For(Golden, gateway.Folder));
            answer.GetProperty("error").GetProperty("message").GetString()
                .ShouldNotBeNull().ShouldContain("CUDA_ERROR_ILLEGAL_ADDRESS");
        }
    }

    private static Dictionary<string, string?> Settings(FakeGpu gpu) => new()
    {
        ["Chunks:DropLateRows"] = "false",
        ["Policies:fake-engine:Device"] = "cuda",
        ["Policies:fake-engine:Options:NvInferLibrary"] = gpu.Library,
        ["Policies:fake-engine:Options:CudaLibrary"] = gpu.Library,
    };
}
