using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional;

/// <summary>The sample policy of eight joints, on what a one-armed robot wrote.</summary>
public sealed class OneArmTests : IAsyncLifetime
{
    private const int Rows = 20;
    private const float Tolerance = 1e-5f;

    /// <summary>The mean of the wrist camera's picture, resized to 60x96 by Pillow 13, of 255.</summary>
    private const float Brightness = 0.44711807f;

    private static readonly GoldenObservation Golden = GoldenData.OpenArm("unimanual");

    private ServedGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await ServedGateway.Start(
            Repository.At("samples/policies/one-arm"), settings: new() { ["Chunks:DropLateRows"] = "false" });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public void A_recorded_observation_of_one_arm_is_answered_as_worked_out_apart()
    {
        // In Python, with Pillow and numpy, by the formula in the policy's README.
        float[] first = [-1.0438719f, 0.8789238f, 0.3172674f, -0.8066042f, -0.0039477f, -1.0011926f, 0.2563515f,
            -0.6340083f];
        float[] last = [-0.8538719f, 0.6889238f, 0.1272674f, -0.6166042f, 0, -0.8111926f, 0.0663515f, -0.4440083f];
        using RobotSocket robot = _gateway.Connect();

        float[][] chunk = Ask(robot);

        chunk.Length.ShouldBe(Rows);
        ShouldBeNear(chunk[0], first);
        ShouldBeNear(chunk[^1], last);
    }

    [Fact]
    public void From_there_the_arm_comes_to_rest_and_the_gripper_opens_by_the_light()
    {
        float[] rest = [-0.45f, 0.15f, 0, 2, 0, -0.15f, 0, -0.7f * Brightness];
        using RobotSocket robot = _gateway.Connect();
        float[] stands = Golden.Position!;
        for (int chunk = 0; chunk < 20; chunk++)
        {
            float[] before = stands;
            stands = Ask(robot, before)[^1];
            for (int joint = 0; joint < stands.Length; joint++)
                Math.Abs(stands[joint] - before[joint]).ShouldBeLessThan(0.2f + Tolerance);
        }
        ShouldBeNear(stands, rest);
    }

    [Fact]
    public void A_robot_with_two_arms_is_told_how_many_positions_are_expected()
    {
        using RobotSocket robot = _gateway.Connect();
        JsonElement refused = robot.Ask(GoldenRequest.For(GoldenData.OpenArm("half"), _gateway.Folder));
        string message = refused.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull();
        message.ShouldContain("8");
        message.ShouldContain("16");
    }

    /// <param name="robot">Whose turn it is.</param>
    /// <param name="positions">Written over the recorded ones.</param>
    private float[][] Ask(RobotSocket robot, float[]? positions = null)
    {
        string request = GoldenRequest.For(Golden, _gateway.Folder);
        if (positions is not null)
        {
            string path = JsonDocument.Parse(request).RootElement.GetProperty("data_path").GetString()!;
            byte[] file = File.ReadAllBytes(path);
            int at = file.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>(Golden.Position));
            at.ShouldBeGreaterThan(0);
            MemoryMarshal.AsBytes<float>(positions).CopyTo(file.AsSpan(at));
            File.WriteAllBytes(path, file);
        }
        return robot.Ask(request).GetProperty("positions").Deserialize<float[][]>()!;
    }

    private static void ShouldBeNear(float[] found, float[] expected)
    {
        found.Length.ShouldBe(expected.Length);
        for (int i = 0; i < found.Length; i++)
            found[i].ShouldBe(expected[i], Tolerance);
    }
}
