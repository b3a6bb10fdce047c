using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Images;

/// <summary>What is in the images, and what is not.</summary>
public sealed class ImageContentTests
{
    private const string Program = "/opt/policygate";
    private const long Megabyte = 1_000_000;

    // What a release has no use for, and what would let somebody in make himself at home.
    private static readonly string[] Unwanted =
        [".pdb", ".xml", ".cs", ".csproj", ".md", ".a", ".h", ".cpp", ".targets", ".nupkg"];

    [NeedsImageFact("scripted")]
    public Task The_scripted_image_holds_its_plugin_alone_in_under_150_MB() =>
        ShouldHoldOnly("scripted", 150 * Megabyte, "Scripted");

    [NeedsImageFact("onnx")]
    public Task The_onnx_image_holds_its_plugin_alone_in_under_250_MB() =>
        ShouldHoldOnly("onnx", 250 * Megabyte, "Onnx");

    [NeedsImageFact("torchsharp")]
    public async Task The_torchsharp_image_holds_its_plugin_and_libtorchs_libraries()
    {
        await ShouldHoldOnly("torchsharp", 150 * Megabyte, "TorchSharp");
        await using ImageRoot root = await ImageRoot.Of("torchsharp");
        root.Files("/usr/lib/x86_64-linux-gnu").Select(file => file.Name).ShouldContain("libopenblas.so.0");
    }

    [NeedsImageFact("onnx")]
    public async Task It_is_started_as_root_by_the_nodes_one_argument()
    {
        JsonElement configuration = await BuiltImages.Configuration("onnx");
        Words(configuration.GetProperty("Entrypoint"))
            .ShouldBe(["policygate", "serve", "--policy", "/policy", "--connect"]);
        // The robot's folder is its user's alone, and who that is no image can know.
        configuration.GetProperty("User").GetString().ShouldBe("0:0");
        configuration.GetProperty("Volumes").EnumerateObject().Select(volume => volume.Name).ShouldBe(["/cache"]);
        Words(configuration.GetProperty("Healthcheck").GetProperty("Test")).ShouldBe(["CMD", "policygate", "health"]);
        JsonElement labels = configuration.GetProperty("Labels");
        foreach (string label in (string[])["title", "description", "version", "revision", "source"])
            labels.GetProperty($"org.opencontainers.image.{label}").GetString().ShouldNotBeNullOrEmpty(label);
    }

    private static async Task ShouldHoldOnly(string stage, long limit, string plugin)
    {
        await using ImageRoot root = await ImageRoot.Of(stage);
        Directory.GetDirectories(root.Path + Program + "/plugins").Select(Path.GetFileName).ShouldBe([plugin]);
        IReadOnlyList<FileInfo> files = root.Files(Program);
        files.Where(file => Unwanted.Contains(file.Extension)).ShouldBeEmpty();
        files.Where(file => file.Name is "sh" or "bash").ShouldBeEmpty();
        files.Sum(file => file.Length).ShouldBeLessThan(limit);
        File.Exists(root.Path + "/bin/sh").ShouldBeFalse("the base has a shell, so that none is needed is not shown");
        Directory.EnumerateFileSystemEntries(root.Path + "/cache").ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(root.Path + "/policy").ShouldBeEmpty();
    }

    private static IEnumerable<string?> Words(JsonElement list) =>
        list.EnumerateArray().Select(word => word.GetString());
}
