using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class PolicyFolderReaderTests
{
    [Fact]
    public void Act_tiny_is_read_in_full()
    {
        PolicyDescription policy = Read(Repository.At("tests/data/act-tiny"));

        policy.Name.ShouldBe("act-tiny");
        policy.Folder.ShouldBe(Repository.At("tests/data/act-tiny"));
        policy.Models["onnx"].ShouldBe(["model.onnx"]);
        policy.Control.ShouldBe(new ControlDescription(30, 15));
        policy.Control.IntervalNanoseconds.ShouldBe(33_333_333);
        policy.Inputs.Select(input => input.Spec.ToString()).ShouldBe(
        [
            "observation.state float32 [1, 16]",
            "observation.images.head_left float32 [1, 3, 60, 96]",
            "observation.images.wrist_left float32 [1, 3, 60, 96]",
            "observation.images.wrist_right float32 [1, 3, 60, 96]",
        ]);
        TensorDescription head = policy.Inputs[1];
        head.Spec.Role.ShouldBe(TensorRole.Image);
        (head.Layout, head.UnitScale, head.Resize).ShouldBe((ImageLayout.Chw, true, ResizeMethod.PillowBicubic));
        head.Normalize.Second.ShouldBe([0.229000002f, 0.224000007f, 0.224999994f]);
        head.Normalize.Epsilon.ShouldBe(1e-8f);
        TensorDescription action = policy.Outputs.ShouldHaveSingleItem();
        action.Spec.ToString().ShouldBe("action float32 [1, 20, 16]");
        action.Names.Count.ShouldBe(16);
        action.Normalize.First[15].ShouldBe(0.050573822f);
    }

    [Fact]
    public void Every_policy_folder_of_this_repository_is_right()
    {
        string[] files =
        [
            .. Directory.GetFiles(Repository.At("samples"), "policy.json", SearchOption.AllDirectories),
            .. Directory.GetFiles(Repository.At("tests/data"), "policy.json", SearchOption.AllDirectories),
        ];

        files.ShouldContain(Repository.At("samples/policies/reach/policy.json"));
        foreach (string file in files)
            Read(Path.GetDirectoryName(file)!);
    }

    [Fact]
    public void What_is_not_said_has_its_default()
    {
        using var policy = new TemporaryPolicy();
        foreach (string key in (string[])["layout", "scale", "resize", "normalize"])
            policy.Head.AsObject().Remove(key);
        policy.Json.Remove("description");
        policy.Json.Remove("torchscript");
        policy.Json["control"]!.AsObject().Remove("cutoff_hz");

        PolicyDescription found = policy.Read();

        TensorDescription head = found.Inputs[1];
        (head.Layout, head.UnitScale, head.Resize).ShouldBe((ImageLayout.Chw, true, null));
        head.Normalize.Mode.ShouldBe(NormalizationMode.Identity);
        found.Control.CutoffHz.ShouldBeNull();
        found.Text.ShouldBeNull();
    }

    [Fact]
    public void A_free_batch_a_text_input_and_pictures_in_hwc_are_read()
    {
        using var policy = new TemporaryPolicy();
        policy.State["shape"]![0] = "batch";
        policy.Head["shape"] = new System.Text.Json.Nodes.JsonArray("batch", 60, 96, 3);
        policy.Head["layout"] = "hwc";
        policy.Json["inputs"]!["task"] = System.Text.Json.Nodes.JsonNode.Parse("""{ "dtype": "utf8", "shape": [1] }""");
        policy.Json["torchscript"]!["arguments"]!.AsArray().Add("task");

        PolicyDescription found = policy.Read();

        found.Call.ShouldNotBeNull().Arguments[^1].ShouldBe("task");
        found.Inputs[0].Spec.ToString().ShouldBe("observation.state float32 [batch, 16]");
        found.Inputs[1].Layout.ShouldBe(ImageLayout.Hwc);
        found.Inputs[^1].Spec.Role.ShouldBe(TensorRole.Task);
    }

    [Fact]
    public void A_missing_folder_says_where_it_looked_and_what_one_is()
    {
        List<string> errors = [];

        PolicyFolderReader.Read("/nowhere/policies/reach", new LimitsOptions(), errors).ShouldBeNull();

        errors.ShouldBe(["there is no folder /nowhere/policies/reach; a policy folder holds policy.json and the model"
            + " files that it names, or what LeRobot saves (docs/policy-folder.md)"]);
    }

    [Fact]
    public void A_folder_without_policy_json_and_a_file_instead_of_a_folder_are_told_apart()
    {
        using var policy = new TemporaryPolicy();
        string model = Path.Combine(policy.Folder, "model.onnx");

        ErrorOf(policy.Folder).ShouldStartWith($"there is no policy.json in {policy.Folder};");
        ErrorOf(model).ShouldStartWith($"{model} is a file; name the folder that holds it:");
        File.WriteAllText(Path.Combine(policy.Folder, "config.json"), "{}");
        ErrorOf(policy.Folder).ShouldContain("it is not as LeRobot saves it; write a policy.json beside it");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("{\"format\": 1, \"format\": 1}", "is not valid JSON")]
    [InlineData("{\"format\": 1, \"name\": \"\\ud800\"}", "not valid Unicode")]
    [InlineData("[1]", "policy.json: expected an object, found a list of 1")]
    [InlineData("[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "is not valid JSON")]
    public void What_is_no_policy_json_at_all_is_refused(string json, string expected)
    {
        using var policy = new TemporaryPolicy();
        File.WriteAllText(policy.JsonFile, json);

        ErrorOf(policy.Folder).ShouldContain(expected);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over()
    {
        using var policy = new TemporaryPolicy();
        File.WriteAllText(policy.JsonFile, "\uFEFF" + policy.Json.ToJsonString());

        Read(policy.Folder).Name.ShouldBe("act-tiny");
    }

    [Fact]
    public void A_file_beyond_the_limit_is_not_read()
    {
        using var policy = new TemporaryPolicy();
        policy.Limits.PolicyJsonBytes = 100;

        policy.Errors().ShouldHaveSingleItem().ShouldContain("at most 100 are read (Limits:PolicyJsonBytes)");
    }

    private static PolicyDescription Read(string folder)
    {
        List<string> errors = [];
        PolicyDescription? policy = PolicyFolderReader.Read(folder, new LimitsOptions(), errors);
        errors.ShouldBeEmpty(folder);
        return policy.ShouldNotBeNull();
    }

    private static string ErrorOf(string folder)
    {
        List<string> errors = [];
        PolicyFolderReader.Read(folder, new LimitsOptions(), errors).ShouldBeNull();
        return errors.ShouldHaveSingleItem();
    }
}
