using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>inspect</c> of observation files, as an operator types it.</summary>
public sealed class ObservationInspectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_newest_row_is_told_with_what_every_camera_holds()
    {
        CommandLineRun run = Inspect("half");

        run.ExitCode.ShouldBe(0);
        Line(run, "observation").ShouldEndWith("half.arrow: observation");
        Line(run, "  file ").ShouldEndWith(" bytes");
        Line(run, "  batches ").ShouldEndWith(" 1");
        Line(run, "  rows ").ShouldEndWith(" 1");
        Line(run, "column position").ShouldEndWith(" list<float>");
        Line(run, "column camera_ceiling").ShouldEndWith(" list<uint8>");
        Line(run, "newest row").ShouldEndWith(" id 0");
        Line(run, "  position ").ShouldContain("16 values: -0.58 1.148 1.058 -0.382");
        Line(run, "  task ").ShouldEndWith(" none");
        Line(run, "camera head_left").ShouldEndWith(" 69120 bytes, by the guess 120x192x3");
    }

    [Fact]
    public void Rows_are_counted_over_all_batches()
    {
        CommandLineRun run = Inspect("two-batches");

        long batches = long.Parse(Line(run, "  batches ").Split(' ')[^1]);
        batches.ShouldBeGreaterThan(1);
        Line(run, "  rows ").ShouldEndWith($" {batches}");
    }

    [Theory]
    [InlineData("nulls-before", "warning: camera_wrist_right is null")]
    [InlineData("float-camera", "warning: column camera_head_left is of type list<float>, expected list<uint8> or")]
    [InlineData("short-camera", "warning: camera_head_left holds 9717 bytes")]
    public void What_hinders_only_some_policies_is_a_warning(string name, string told)
    {
        CommandLineRun run = Inspect(name);

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain(told);
    }

    [Theory]
    [InlineData("empty", "0 bytes")]
    [InlineData("not-arrow", "wrong magic")]
    [InlineData("truncated-body", "the closing magic ARROW1 is missing")]
    [InlineData("footer-length", "reaches beyond the file")]
    [InlineData("no-rows", "there is no observation in it")]
    [InlineData("no-position", "the policy needs position, which the observation lacks")]
    [InlineData("null-position", "position is null")]
    [InlineData("nan-position", "position[3] is NaN")]
    [InlineData("string-position", "column position is of type string, expected list<float>")]
    public void What_hinders_every_policy_is_an_error_in_the_readers_words(string name, string words)
    {
        CommandLineRun run = Inspect(name);

        run.ExitCode.ShouldBe(1, run.Output);
        Line(run, "error: ").ShouldContain(words);
    }

    [Theory]
    [InlineData("lz4")]
    [InlineData("zstd")]
    [InlineData("stream")]
    [InlineData("binary-camera")]
    [InlineData("float64-position")]
    public void Other_forms_are_told_as_the_reader_reads_them(string name)
    {
        CommandLineRun run = Inspect(name);

        run.ExitCode.ShouldBe(0, run.Output);
        Line(run, "  position ").ShouldContain("16 values: -1.054 0.889");
        Line(run, "camera head_left").ShouldEndWith(" 9720 bytes, by the guess 45x72x3");
    }

    [Fact]
    public void Columns_are_told_even_where_no_row_can_be_read() =>
        Line(Inspect("string-position"), "column camera_ceiling").ShouldEndWith(" list<uint8>");

    [Theory]
    [InlineData("openarm/upscale.arrow")]
    [InlineData("openarm/stream.arrow")]
    public void A_whole_file_of_another_name_is_known_too(string file)
    {
        string path = Path.Combine(_folder, "whole");
        File.WriteAllBytes(path, GoldenData.Bytes(file));

        Line(CommandLineRun.Of("inspect", path), "observation").ShouldEndWith("whole: observation");
    }

    [Fact]
    public void A_file_of_another_name_is_known_by_its_first_bytes()
    {
        string path = Path.Combine(_folder, "moment");
        File.WriteAllBytes(path, GoldenData.Bytes("openarm/truncated-body.arrow"));

        CommandLineRun run = CommandLineRun.Of("inspect", path);

        Line(run, "observation").ShouldEndWith("moment: observation");
        Line(run, "error: ").ShouldContain("ARROW1 is missing");
    }

    [Fact]
    public void What_a_file_says_cannot_break_a_line()
    {
        byte[] bytes = GoldenData.Bytes("openarm/half.arrow");
        byte[] name = "camera_ceiling"u8.ToArray();
        for (int at = bytes.AsSpan().IndexOf(name); at >= 0; at = bytes.AsSpan().IndexOf(name))
            bytes[at + name.Length - 1] = (byte)'\n';
        string path = Path.Combine(_folder, "broken.arrow");
        File.WriteAllBytes(path, bytes);

        CommandLineRun run = CommandLineRun.Of("inspect", path);

        Line(run, "camera ceilin?").ShouldContain("69120 bytes");
    }

    [Fact]
    public void Json_has_the_same_findings()
    {
        CommandLineRun run = Inspect("nan-position", "--json");

        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("kind").GetString().ShouldBe("observation");
        report.GetProperty("ok").GetBoolean().ShouldBeFalse();
        JsonElement error = report.GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("level").GetString() == "Error");
        error.GetProperty("text").GetString().ShouldBe("position[3] is NaN");
    }

    private static CommandLineRun Inspect(string name, params string[] options) =>
        CommandLineRun.Of(["inspect", GoldenData.Path(GoldenData.OpenArm(name).File), .. options]);

    private static string Line(CommandLineRun run, string part) =>
        run.Output.Split('\n').First(line => line.Contains(part)).TrimEnd();
}
