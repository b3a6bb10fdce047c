using System.Runtime.InteropServices;
using PolicyGate.Formats.Arrow;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.Robots;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.Robots;

/// <summary>Pictures that a robot's process lays into its folder.</summary>
public sealed class ProcessRobotPicturesTests : IDisposable
{
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 2 * 3 * 3).Select(i => (byte)i)];

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Joints_and_pictures_come_out_of_the_file_that_it_names()
    {
        RobotObservation seen = Observe(
            $"cp {_file} \"$folder/0.arrow\"; answer '\"file\":\"0.arrow\",\"reset\":true'",
            Position([1.5f, -2]), Camera(Picture), ArrowColumn.Text("task_prompt", "passed over"));

        seen.Joints.ToArray().ShouldBe([1.5, -2]);
        seen.Picture(0).ToArray().ShouldBe(Picture);
        seen.Reset.ShouldBeTrue();
    }

    [Fact]
    public void Positions_may_be_doubles()
    {
        ReadOnlySpan<double> values = [0.1, -2];
        ArrowColumn position = ArrowColumn.List(
            "position", new ArrowType(ArrowTypeId.FloatingPoint, 64), MemoryMarshal.AsBytes(values).ToArray());

        Observe(Answers(), position, Camera(Picture)).Joints.ToArray().ShouldBe([0.1, -2]);
    }

    [Fact]
    public void What_a_file_lacks_is_named()
    {
        Fails("it has no column camera_front", Position([1, 2]));
        Fails("it has no column position", Camera(Picture));
        Fails("column position has 3 values, there are 2 joints", Position([1, 2, 3]), Camera(Picture));
        Fails("position[1] (b.pos) is NaN", Position([1, float.NaN]), Camera(Picture));
        Fails("column position is of type list<uint8>, expected list<float>",
            ArrowColumn.List("position", ArrowType.UInt8, new byte[2]), Camera(Picture));
        Fails("column camera_front is null", Position([1, 2]), ArrowColumn.Null("camera_front"));
        Fails("column camera_front has 17 bytes; 2 x 3 x 3, as connect told, are 18",
            Position([1, 2]), Camera(Picture[1..]));
        Fails("column camera_front is of type list<float>, expected list<uint8>",
            Position([1, 2]), ArrowColumn.List("camera_front", ArrowType.Float32, new byte[20]));
    }

    [Theory]
    [InlineData("answer '\"file\":\"1.arrow\"'", "observation 1.arrow: it cannot be opened: No such file")]
    [InlineData("mkfifo \"$folder/0.arrow\"; answer '\"file\":\"0.arrow\"'", "it is no regular file")]
    [InlineData("ln -s FILE \"$folder/0.arrow\"; answer '\"file\":\"0.arrow\"'",
        "it cannot be opened: Too many levels")]
    [InlineData("echo no Arrow file > \"$folder/0.arrow\"; answer '\"file\":\"0.arrow\"'", "observation 0.arrow: ")]
    [InlineData("head -c 20M /dev/zero > \"$folder/0.arrow\"; answer '\"file\":\"0.arrow\"'",
        "it has 20971520 bytes, at most 16777234 are read")]
    [InlineData("answer '\"file\":\"../0.arrow\"'", "file is no plain name")]
    [InlineData("answer '\"file\":\"/etc/passwd\"'", "file is no plain name")]
    [InlineData("answer '\"file\":\"\"'", "file is no plain name")]
    [InlineData("answer '\"position\":[1,2]'", "has a position, which a robot with cameras puts into the file")]
    [InlineData("answer", "has no file, though it told of cameras")]
    public void A_file_that_cannot_be_read_is_named(string observe, string expected) => Should
        .Throw<RobotException>(
            () => Observe(observe.Replace("FILE", _file), Position([1, 2]), Camera(Picture)))
        .Message.ShouldContain(expected);

    private static string Answers() => "answer '\"file\":\"0.arrow\"'";

    private void Fails(string expected, params ArrowColumn[] columns) =>
        Should.Throw<RobotException>(() => Observe(Answers(), columns)).Message.ShouldContain(expected);

    private RobotObservation Observe(string observe, params ArrowColumn[] columns)
    {
        File.WriteAllBytes(_file, ArrowFileWriter.Write(columns, new int[columns.Length]));
        var robot = new ProcessRobot(new BashRobot
        {
            Connect = "answer '\"joints\":[\"a.pos\",\"b.pos\"],\"cameras\":{\"front\":[2,3]}'",
            Observe = observe == Answers() ? $"cp {_file} \"$folder/0.arrow\"; {observe}" : observe,
        }.Options());
        robot.Connect(CancellationToken.None);
        try
        {
            var observation = new RobotObservation(robot.Features);
            robot.Observe(observation);
            return observation;
        }
        finally
        {
            robot.Disconnect();
        }
    }

    private static ArrowColumn Position(float[] values) =>
        ArrowColumn.List("position", ArrowType.Float32, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static ArrowColumn Camera(byte[] pixels) => ArrowColumn.List("camera_front", ArrowType.UInt8, pixels);
}
