using System.Security.Cryptography;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.CommandLine;

/// <summary><c>inspect --png</c>, as an operator types it.</summary>
public sealed class ObservationPicturesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-inspect-").FullName;

    private string Pictures => Path.Combine(_folder, "new", "pictures");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_cameras_picture_is_saved_with_its_pixels()
    {
        CommandLineRun run = Inspect("half", "--png", Pictures);

        run.ExitCode.ShouldBe(0, run.Output);
        string[] cameras = ["ceiling", "head_left", "head_right", "wrist_left", "wrist_right"];
        Directory.GetFiles(Pictures).Select(Path.GetFileNameWithoutExtension).Order().ShouldBe(cameras);
        run.Output.ShouldContain($"saved as {Path.Combine(Pictures, "head_left.png")}");
        foreach (string camera in cameras)
        {
            GoldenPicture golden = GoldenData.OpenArm("half").Cameras![$"camera_{camera}"];
            PngPicture saved = Saved(camera);
            (saved.Height, saved.Width).ShouldBe((golden.Height, golden.Width));
            Convert.ToHexStringLower(SHA256.HashData(saved.Pixels)).ShouldBe(golden.Sha256, camera);
        }
    }

    [Fact]
    public void A_size_that_is_named_is_not_guessed()
    {
        CommandLineRun run = Inspect("half", "--png", Pictures, "--size", "camera_head_left=60x384");

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("69120 bytes, 60x384x3");
        (Saved("head_left").Height, Saved("head_left").Width).ShouldBe((60, 384));
        (Saved("head_right").Height, Saved("head_right").Width).ShouldBe((120, 192));
    }

    [Fact]
    public void A_size_that_does_not_fit_saves_nothing_of_that_camera()
    {
        CommandLineRun run = Inspect("half", "--png", Pictures, "--size", "head_left=60x96");

        run.Output.ShouldContain("warning: camera_head_left holds 69120 bytes");
        File.Exists(Path.Combine(Pictures, "head_left.png")).ShouldBeFalse();
        File.Exists(Path.Combine(Pictures, "head_right.png")).ShouldBeTrue();
    }

    [Fact]
    public void A_size_of_a_camera_that_is_not_there_names_the_nearest_and_ends_with_1()
    {
        CommandLineRun run = Inspect("half", "--size", "head_lft=120x192");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("did you mean 'head_left'?");
    }

    [Theory]
    [InlineData("/")]
    [InlineData(".")]
    public void A_cameras_name_leads_nowhere_else(string letter)
    {
        byte[] bytes = GoldenData.Bytes("openarm/half.arrow");
        byte[] name = "camera_ceiling"u8.ToArray();
        for (int at = bytes.AsSpan().IndexOf(name); at >= 0; at = bytes.AsSpan().IndexOf(name))
            bytes[at + "camera_".Length] = (byte)letter[0];
        string path = Path.Combine(_folder, "odd.arrow");
        File.WriteAllBytes(path, bytes);

        CommandLineRun run = CommandLineRun.Of("inspect", path, "--png", Pictures);

        run.Output.ShouldContain($"warning: not saved: '{letter}eiling' is no name for a file");
        Directory.GetFiles(Pictures).Length.ShouldBe(4);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_for_each_camera()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        CommandLineRun run = Inspect("half", "--png", Path.Combine(_folder, "file"));

        run.Output.Split("warning: not saved: ").Length.ShouldBe(6);
    }

    [Fact]
    public void Pictures_of_something_else_are_refused_and_end_with_2()
    {
        CommandLineRun run = CommandLineRun.Of(
            "inspect", Repository.At("samples/policies/one-arm"), "--png", Pictures);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("go with an observation");
        Directory.Exists(Pictures).ShouldBeFalse();
    }

    private static CommandLineRun Inspect(string name, params string[] options) =>
        CommandLineRun.Of(["inspect", GoldenData.Path(GoldenData.OpenArm(name).File), .. options]);

    private PngPicture Saved(string camera) =>
        PngPicture.Read(File.ReadAllBytes(Path.Combine(Pictures, $"{camera}.png")));
}
