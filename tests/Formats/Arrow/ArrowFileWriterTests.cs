using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PolicyGate.Formats.Arrow;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;
using PolicyGate.Tests.Gateway.Observations;

namespace PolicyGate.Tests.Formats.Arrow;

public sealed class ArrowFileWriterTests : IDisposable
{
    // In the observer's order; of sizes whose bytes are no multiple of anything.
    private static readonly Dictionary<string, (int Height, int Width)> Cameras = new(StringComparer.Ordinal)
    {
        ["camera_wrist_right"] = (24, 40),
        ["camera_wrist_left"] = (23, 41),
        ["camera_head_left"] = (7, 9),
        ["camera_head_right"] = (1, 1),
        ["camera_ceiling"] = (61, 97),
    };

    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, "pick up the cube", 4711)]
    [InlineData(8, null, -1)]
    [InlineData(7, "größer als 7 ✓", long.MaxValue)]
    public void What_is_written_is_what_the_gateway_reads(int joints, string? task, long id)
    {
        var random = new Random(joints);
        float[] position = [.. Enumerable.Range(0, joints).Select(_ => random.NextSingle())];
        var pictures = Cameras.ToDictionary(camera => camera.Key, camera =>
        {
            byte[] pixels = new byte[camera.Value.Height * camera.Value.Width * 3];
            random.NextBytes(pixels);
            return pixels;
        });
        string path = Write(position, pictures, task, id);

        var expected = new GoldenObservation
        {
            File = path,
            Id = id,
            TaskPrompt = task,
            Position = position,
            Cameras = Cameras.ToDictionary(camera => camera.Key, camera => new GoldenPicture(
                camera.Value.Height, camera.Value.Width,
                Convert.ToHexStringLower(SHA256.HashData(pictures[camera.Key])))),
        };
        string[] names = [.. Cameras.Keys.Select(column => column[GoldenReader.Prefix.Length..])];
        using var reader = new GoldenReader(names, roots: [_folder.Path]);
        for (int i = 0; i < names.Length; i++)
            reader.Sizes[i] = Cameras[GoldenReader.Prefix + names[i]];
        reader.Read(path).ShouldBeNull();
        reader.ShouldHold(expected);
    }

    [Fact]
    public void Its_columns_are_those_of_the_stock_observer()
    {
        string path = Write(new float[16], Cameras.ToDictionary(camera => camera.Key, _ => new byte[3]), null, 0);
        string[] columns = ColumnsOf(path);
        columns.ShouldBe(ColumnsOf(GoldenData.Path("openarm-captured/two-episodes/0000.arrow")));
        columns.Length.ShouldBe(9);
    }

    [Fact]
    public void It_says_where_each_columns_values_stand()
    {
        byte[] position = [1, 2, 3, 4, 5, 6, 7, 8];
        var valuesAt = new int[3];
        byte[] file = ArrowFileWriter.Write(
            [
                ArrowColumn.List("position", ArrowType.Float32, position), ArrowColumn.Text("task", "go"),
                ArrowColumn.Int64("id", 0x1122334455667788),
            ],
            valuesAt);

        file.AsSpan(valuesAt[0], 8).SequenceEqual(position).ShouldBeTrue();
        Encoding.UTF8.GetString(file.AsSpan(valuesAt[1], 2)).ShouldBe("go");
        BitConverter.ToInt64(file, valuesAt[2]).ShouldBe(0x1122334455667788);
        (valuesAt[2] % 8).ShouldBe(0);
    }

    private string Write(float[] position, Dictionary<string, byte[]> pictures, string? task, long id)
    {
        List<ArrowColumn> columns =
        [
            ArrowColumn.List("position", ArrowType.Float32, MemoryMarshal.AsBytes(position.AsSpan()).ToArray()),
            .. Cameras.Keys.Select(column => ArrowColumn.List(column, ArrowType.UInt8, pictures[column])),
            ArrowColumn.Null("phase_classifier_result"),
            ArrowColumn.Text("task_prompt", task),
            ArrowColumn.Int64("id", id),
        ];
        string path = _folder.PathOf("written.arrow");
        File.WriteAllBytes(path, ArrowFileWriter.Write(columns, new int[columns.Count]));
        return path;
    }

    private static string[] ColumnsOf(string path)
    {
        CommandLineRun inspect = CommandLineRun.Of("inspect", path, "--json");
        using JsonDocument report = JsonDocument.Parse(inspect.Output);
        return
        [
            .. report.RootElement.GetProperty("findings").EnumerateArray()
                .Select(finding => $"{finding.GetProperty("subject")}: {finding.GetProperty("text")}")
                .Where(finding => finding.StartsWith("column ", StringComparison.Ordinal)),
        ];
    }
}
