using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class PolicyJsonStrictnessTests
{
    /// <summary>Path of the value to set, the value (none: remove it), and the one error.</summary>
    public static TheoryData<string, string?, string> Mistakes => new()
    {
        { "format", "2", "format: expected 1, found 2; this version reads no other" },
        { "format", null, "expected the key 'format' (the number 1), found none" },
        { "name", "\"\"", "name: expected what the policy is called, found \"\"" },
        { "name", "\"a\\nb\"", "name: expected at most 100 characters on one line, found \"a\\nb\"" },
        { "nmae", "\"x\"", "nmae: unknown key; did you mean 'name'?" },
        { "description", "7", "description: expected text, found 7" },
        { "torchscript", "7", "torchscript: expected an object with 'method' and 'arguments', found 7" },
        { "models", "[]", "models: expected backend names with their files, found a list of 0" },
        { "models/Onnx", "\"../model.onnx\"", "models.Onnx: expected a path below the policy folder, relative to it, found \"../model.onnx\"" },
        { "models/Onnx", "\"/model.onnx\"", "models.Onnx: expected a path below the policy folder, relative to it, found \"/model.onnx\"" },
        { "models/Onnx", "[\"model.onnx\", 3]", "models.Onnx[1]: expected a file of the policy folder, or a list of them, found 3" },
        { "models/onnx", "\"model.onnx\"", "models.onnx: names a backend for the second time; names are compared without case" },
        { "control/rate_hz", "0", "control.rate_hz: expected a number from 0.01 to 1000, found 0" },
        { "control/rate_hz", "1e999", "control.rate_hz: expected a number from 0.01 to 1000, found 1e999" },
        { "control/rate_hz", null, "control: expected the key 'rate_hz' (rows of a chunk per second), found none" },
        { "control/cutoff_hz", "\"15\"", "control.cutoff_hz: expected a number from 0.01 to 1000, found \"15\"" },
        { "control/rate_h", "30", "control.rate_h: unknown key; did you mean 'rate_hz'?" },
        { "inputs/observation.state/dtype", "\"float16\"", "inputs.observation.state.dtype: \"float16\" is not supported yet here; supported is \"float32\"" },
        { "inputs/observation.state/dtype", "\"float\"", "inputs.observation.state.dtype: unknown type \"float\"; did you mean 'float32'?" },
        { "inputs/observation.state/shap", "[1, 16]", "inputs.observation.state.shap: unknown key; did you mean 'shape'?" },
        { "inputs/observation.state/shape", "[1, 2, 16]", "inputs.observation.state.shape: expected [1, A] or [A] with A from 1 to 256 (Limits:Positions), found [1, 2, 16]" },
        { "inputs/observation.state/shape", "[1, 0]", "inputs.observation.state.shape[1]: expected a size from 1 on, or a name where the model leaves it free, found 0" },
        { "inputs/observation.state/names", "[\"a\", \"b\"]", "inputs.observation.state.names: expected 16 names, as many as the shape has joints, found 2" },
        { "inputs/observation.state/names/3", "\"right_joint_1\"", "inputs.observation.state.names[3]: 'right_joint_1' stands twice" },
        { "inputs/observation.state/history", "4", "inputs.observation.state.history: 'history' is not supported yet; remove it if the model does without" },
        { "inputs/observation.state/resize", "\"none\"", "inputs.observation.state.resize: 'resize' is for pictures (observation.images.CAMERA) alone; remove it" },
        { "inputs/observation.state/normalize/std/3", "-0.5", "inputs.observation.state.normalize.std[3]: expected 0 or more, found -0.5" },
        { "inputs/observation.state/normalize/std/3", "1e39", "inputs.observation.state.normalize.std[3]: expected a finite number, found 1e39" },
        { "inputs/observation.state/normalize/mean/0", "\"x\"", "inputs.observation.state.normalize.mean[0]: expected a finite number, found \"x\"" },
        { "inputs/observation.state/normalize/mean", "[1]", "inputs.observation.state.normalize.mean: expected 16 numbers, one for each joint or channel, found 1" },
        { "inputs/observation.state/normalize/std", null, "inputs.observation.state.normalize: expected the key 'std' (a list of 16 numbers), found none" },
        { "inputs/observation.state/normalize/eps", "-1", "inputs.observation.state.normalize.eps: expected a number from 0 to 1, found -1" },
        { "inputs/observation.state/normalize/mode", "\"quantiles\"", "inputs.observation.state.normalize.mode: \"quantiles\" is not supported yet; supported are \"identity\" or \"mean_std\"" },
        { "inputs/observation.state/normalize/mode", "\"meanstd\"", "inputs.observation.state.normalize.mode: expected \"identity\" or \"mean_std\", found \"meanstd\"; did you mean 'mean_std'?" },
        { "inputs/observation.state/normalize/min", "[0]", "inputs.observation.state.normalize.min: the mode \"mean_std\" takes no 'min'; remove it, or correct the mode" },
        { "inputs/observation.images.head_left/layout", "\"hwc\"", "inputs.observation.images.head_left.shape: expected [1, H, W, 3] for layout hwc, H and W up to 8192 (Limits:PictureSide), found [1, 3, 60, 96]" },
        { "inputs/observation.images.head_left/shape", "[1, 3, 60, \"width\"]", "inputs.observation.images.head_left.shape: expected [1, 3, H, W] for layout chw, H and W up to 8192 (Limits:PictureSide), found [1, 3, 60, width]" },
        { "inputs/observation.images.head_left/scale", "true", "inputs.observation.images.head_left.scale: expected \"unit\" or \"none\", found true" },
        { "inputs/observation.images.head_left/resize", "\"torch-bilinear\"", "inputs.observation.images.head_left.resize: \"torch-bilinear\" is not supported yet; supported are \"none\" or \"pillow-bicubic\"" },
        { "inputs/observation.images.head_left/names", "[]", "inputs.observation.images.head_left.names: 'names' is for joints (observation.state, action) alone; remove it" },
        { "outputs/action/shape", "[1, 2000, 16]", "outputs.action.shape: expected [1, T, A] or [T, A] with T up to 1024 (Limits:ChunkRows) and A up to 256 (Limits:Positions), found [1, 2000, 16]" },
        { "outputs/action/relative_to", "\"observation.state\"", "outputs.action.relative_to: 'relative_to' is not supported yet; remove it if the model does without" },
        { "outputs/action", null, "outputs: expected the output 'action', [T, A] or [1, T, A], found none" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void One_mistake_is_one_error_with_its_path(string path, string? value, string expected)
    {
        using var policy = new TemporaryPolicy();
        Set(policy.Json, path.Split('/'), value);

        policy.Errors().ShouldBe([expected.StartsWith("expected", StringComparison.Ordinal)
            ? $"policy.json: {expected}"
            : $"policy.json {expected}"]);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        using var policy = new TemporaryPolicy();
        policy.Json["format"] = 3;
        policy.State["normalize"]!["std"]![2] = -1;
        policy.State["normalize"]!["std"]![5] = -1;
        policy.Head["resize"] = "nearest";
        policy.Action["names"] = new JsonArray();
        policy.Json["control"]!["rate_hz"] = -30;

        List<string> errors = policy.Errors();

        errors.Select(error => error.Split(": ")[0]).ShouldBe(
        [
            "policy.json format",
            "policy.json inputs.observation.state.normalize.std[2]",
            "policy.json inputs.observation.state.normalize.std[5]",
            "policy.json inputs.observation.images.head_left.resize",
            "policy.json outputs.action.names",
            "policy.json control.rate_hz",
        ]);
    }

    [Fact]
    public void A_deviation_of_0_is_right_only_where_eps_is_not()
    {
        using var policy = new TemporaryPolicy();
        policy.State["normalize"]!["std"]![3] = 0;
        policy.Action["normalize"]!["std"]![3] = 0;
        policy.Action["normalize"]!["eps"] = 0;
        policy.Read().Inputs[0].Normalize.Std[3].ShouldBe(0);

        policy.State["normalize"]!["eps"] = 0;

        policy.Errors().ShouldHaveSingleItem().ShouldBe(
            "policy.json inputs.observation.state.normalize.std[3]: expected more than 0 where eps is 0, found 0");
    }

    private static void Set(JsonNode node, string[] path, string? json)
    {
        foreach (string key in path[..^1])
            node = node[key]!;
        if (json is null)
            node.AsObject().Remove(path[^1]).ShouldBeTrue();
        else if (node is JsonArray list)
            list[int.Parse(path[^1])] = JsonNode.Parse(json);
        else
            node[path[^1]] = JsonNode.Parse(json);
    }
}
