using System.Buffers;
using System.Buffers.Binary;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.LeRobot;

public sealed class TimedObservationWriterTests
{
    private const double Now = 1795252828.3958387;

    private static readonly string[] Joints =
        ["shoulder_pan.pos", "shoulder_lift.pos", "elbow_flex.pos", "wrist_flex.pos", "wrist_roll.pos", "gripper.pos"];

    // numpy.linspace(-0.8, 0.8, 6).
    private static readonly double[] Positions =
        [-0.8, -0.48000000000000004, -0.16000000000000003, 0.15999999999999992, 0.48, 0.8];

    [Theory]
    [InlineData("lerobot-0.4.4_torch-2.13_numpy-2.4", "AsyncInference")]
    [InlineData("lerobot-0.3.3_torch-2.13_numpy-2.4", "ScriptsServer")]
    public void It_is_byte_for_byte_what_the_stock_client_sends(string folder, string module)
    {
        byte[] golden = GoldenData.Bytes($"lerobot/{folder}/observation-first.pkl");
        ReadOnlyMemory<byte>[] pixels = Pictures(golden, 48 * 64 * 3);
        pixels.Length.ShouldBe(2);
        Write(new TimedObservation
        {
            Module = Enum.Parse<LeRobotModule>(module),
            NumPy = NumPyModule.PrivateCore,
            Timestamp = Now,
            MustGo = true,
            JointNames = Joints,
            Joints = Positions,
            Pictures = [new("head_left", 48, 64, pixels[0]), new("wrist_left", 48, 64, pixels[1])],
            Task = "pick",
        }).ShouldBe(golden);
    }

    [Theory]
    [InlineData("lerobot-0.4.4_torch-2.13_numpy-2.4", "AsyncInference")]
    [InlineData("lerobot-0.3.3_torch-2.13_numpy-2.4", "ScriptsServer")]
    public void A_robot_without_cameras_is_no_exception(string folder, string module) =>
        Write(new TimedObservation
        {
            Module = Enum.Parse<LeRobotModule>(module),
            Timestamp = Now,
            MustGo = true,
            JointNames = Joints,
            Joints = Positions,
            Task = "hold",
        }).ShouldBe(GoldenData.Bytes($"lerobot/{folder}/observation-no-camera.pkl"));

    [Fact]
    public void Frames_batches_and_long_references_are_CPythons()
    {
        int[] numbers = [.. Enumerable.Range(0, 1100)];
        Write(new TimedObservation
        {
            Timestamp = Now,
            Timestep = -3,
            JointNames = [.. numbers.Select(i => $"joint_{i}.pos")],
            Joints = [.. numbers.Select(i => i / 8.0)],
            Pictures = [Counted("left", 100, 120), Counted("right", 160, 200)],
            Task = string.Concat(Enumerable.Repeat("lift ", 20_000)),
        }).ShouldBe(GoldenData.Bytes("lerobot-written/observation-1100-joints.pkl"));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var observation = new TimedObservation
        {
            JointNames = Joints,
            Joints = Positions,
            Pictures = [Counted("left", 480, 640), Counted("right", 480, 640)],
            Task = "pick up the cube – vorsichtig",
        };
        var output = new ArrayBufferWriter<byte>();
        Allocations.LeastOf(() =>
        {
            output.ResetWrittenCount();
            observation.Timestep++;
            TimedObservationWriter.Write(output, observation);
        }).ShouldBe(0);
        output.WrittenCount.ShouldBeGreaterThan(2 * 480 * 640 * 3);
    }

    [Fact]
    public void A_picture_of_another_size_than_it_says_is_a_bug_of_the_caller() =>
        Should.Throw<ArgumentException>(() => Write(new TimedObservation
        {
            JointNames = [],
            Joints = [],
            Pictures = [new("left", 2, 2, new byte[11])],
        })).Message.ShouldContain("left");

    private static byte[] Write(TimedObservation observation)
    {
        var output = new ArrayBufferWriter<byte>();
        TimedObservationWriter.Write(output, observation);
        return output.WrittenSpan.ToArray();
    }

    private static LeRobotPicture Counted(string name, int height, int width) =>
        new(name, height, width, Enumerable.Range(0, height * width * 3).Select(i => (byte)i).ToArray());

    /// <summary>What a pickle holds as bytes of that length.</summary>
    private static ReadOnlyMemory<byte>[] Pictures(byte[] pickle, int length)
    {
        var head = new byte[5];
        head[0] = (byte)'B';
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), length);
        var found = new List<ReadOnlyMemory<byte>>();
        int at = 0;
        for (int next; (next = pickle.AsSpan(at).IndexOf(head)) >= 0;)
        {
            at += next + head.Length;
            found.Add(pickle.AsMemory(at, length));
            at += length;
        }
        return [.. found];
    }
}
