using System.Text.Json.Nodes;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class PolicyJsonStrictnessTests
{
    private const string State = "inputs/observation.state";
    private const string Head = "inputs/observation.images.head_left";
    private const string Action = "outputs/action";

    /// <summary>Where to set what, and what is said of that place.</summary>
    public static TheoryData<string, string, string> WrongValues => new()
    {
        { "format", "2", "expected 1, found 2; this version reads no other" },
        { "name", "\"\"", "expected what the policy is called, found \"\"" },
        { "name", "\"a\\nb\"", "expected at most 100 characters on one line, found \"a\\nb\"" },
        { "nmae", "\"x\"", "unknown key; did you mean 'name'?" },
        { "description", "7", "expected text, found 7" },
        { "torchscript", "7", "expected an object with 'method' and 'arguments', found 7" },
        {
            "torchscript", "{}",
            "expected the key 'arguments' (the inputs in the order of the method's arguments), found none"
        },
        {
            "torchscript/arguments/1", "\"observation.state\"", "'observation.state' is there twice"
        },
        {
            "torchscript/arguments", "[\"observation.state\"]",
            "expected every input once, found none of observation.images.head_left, observation.images.wrist_left,"
                + " observation.images.wrist_right"
        },
        { "models", "[]", "expected backend names with their files, found a list of 0" },
        {
            "models/Onnx", "\"../model.onnx\"",
            "expected a path below the policy folder, relative to it, found \"../model.onnx\""
        },
        {
            "models/Onnx", "\"/model.onnx\"",
            "expected a path below the policy folder, relative to it, found \"/model.onnx\""
        },
        { "models/onnx", "\"model.onnx\"", "names a backend for the second time; names are compared without case" },
        { "control/rate_hz", "0", "expected a number from 0.01 to 1000, found 0" },
        { "control/rate_hz", "1e999", "expected a number from 0.01 to 1000, found 1e999" },
        { "control/cutoff_hz", "\"15\"", "expected a number from 0.01 to 1000, found \"15\"" },
        { "control/rate_h", "30", "unknown key; did you mean 'rate_hz'?" },
        {
            State + "/dtype", "\"int32\"",
            "expected \"float32\" or \"float16\" or \"bfloat16\" or \"float64\" or \"int8\", found \"int32\""
        },
        {
            Head + "/dtype", "\"float64\"",
            "expected \"float32\" or \"float16\" or \"bfloat16\" or \"uint8\" or \"int8\", found \"float64\""
        },
    };

    /// <summary>As <see cref="WrongValues"/>, of inputs and outputs.</summary>
    public static TheoryData<string, string, string> WrongTensors => new()
    {
        { State + "/dtype", "\"float\"", "unknown type \"float\"; did you mean 'float32'?" },
        { State + "/shap", "[1, 16]", "unknown key; did you mean 'shape'?" },
        {
            State + "/shape", "[1, 2, 16]",
            "expected [1, A] or [A] with A from 1 to 256 (Limits:Positions), found [1, 2, 16]"
        },
        { State + "/names", "[\"a\", \"b\"]", "expected 16 names, as many as the shape has joints, found 2" },
        { State + "/names/3", "\"right_joint_1\"", "'right_joint_1' stands twice" },
        {
            State + "/history", "4",
            "expected a list of steps that rises to 0, which is now, as [-1, 0], found 4"
        },
        { State + "/history", "[]", "expected 1 to 64 steps (Limits:HistorySteps), found a list of 0" },
        {
            Action + "/history", "[-1, 0]", "'history' is for the state and pictures alone; remove it"
        },
        {
            State + "/relative_to", "\"observation.state\"",
            "'relative_to' is for the output 'action' alone; remove it"
        },
        { State + "/exclude_joints", "[]", "'exclude_joints' is for the output 'action' alone; remove it" },
        { State + "/resize", "\"none\"", "'resize' is for pictures (observation.images.CAMERA) alone; remove it" },
        { State + "/normalize/std/3", "-0.5", "expected 0 or more, found -0.5" },
        { State + "/normalize/std/3", "1e39", "expected a finite number, found 1e39" },
        { State + "/normalize/mean/0", "\"x\"", "expected a finite number, found \"x\"" },
        { State + "/normalize/mean", "[1]", "expected 16 numbers, one for each joint or channel, found 1" },
        { State + "/normalize/eps", "-1", "expected a number from 0 to 1, found -1" },
        {
            State + "/normalize/mode", "\"meanstd\"",
            "expected \"identity\" or \"mean_std\" or \"min_max\" or \"quantiles\" or \"quantile10\" or"
                + " \"min_max_0.3\", found \"meanstd\"; did you mean 'mean_std'?"
        },
    };

    /// <summary>As <see cref="WrongValues"/>, of pictures and actions.</summary>
    public static TheoryData<string, string, string> WrongPictures => new()
    {
        {
            Head + "/normalize/mean", "[[[0.5]], [[0.5, 0.5], [0.5, 0.5]], [[0.5]]]",
            "statistics for each pixel are not supported; give one number for each channel"
        },
        { Head + "/normalize/mean", "[0.5]", "expected 3 numbers, one for each joint or channel, found 1" },
        { State + "/normalize/min", "[0]", "the mode \"mean_std\" takes no 'min'; remove it, or correct the mode" },
        {
            Head + "/shape", "[1, 3, 60, \"width\"]",
            "expected [1, 3, H, W] for layout chw, H and W up to 8192 (Limits:PictureSide), found [1, 3, 60, "
                + "width]"
        },
        { Head + "/scale", "true", "expected \"unit\" or \"none\", found true" },
        {
            Head + "/resize", "\"pillow-bicubik\"",
            "unknown resize \"pillow-bicubik\"; did you mean 'pillow-bicubic'?"
        },
        { Head + "/names", "[]", "'names' is for joints (observation.state, action) alone; remove it" },
        {
            Action + "/shape", "[1, 2000, 16]",
            "expected [1, T, A] or [T, A] with T up to 1024 (Limits:ChunkRows) and A up to 256 "
                + "(Limits:Positions), found [1, 2000, 16]"
        },
        {
            Action + "/relative_to", "\"previous\"",
            "expected \"observation.state\", found \"previous\"; known are observation.state"
        },
        {
            Action + "/exclude_joints", "[\"right_gripper\"]",
            "'exclude_joints' is for actions that are relative; add 'relative_to', or remove it"
        },
    };

    /// <summary>Where to set what (null: remove it), and what is said of another place.</summary>
    public static TheoryData<string, string?, string> WrongElsewhere => new()
    {
        { "format", null, ": expected the key 'format' (the number 1), found none" },
        {
            "models/Onnx", "[\"model.onnx\", 3]",
            " models.Onnx[1]: expected a file of the policy folder, or a list of them, found 3"
        },
        { "control/rate_hz", null, " control: expected the key 'rate_hz' (rows of a chunk per second), found none" },
        {
            State + "/shape", "[1, 0]",
            " inputs.observation.state.shape[1]: expected a size from 1 on, or a name where the model leaves it "
                + "free, found 0"
        },
        {
            State + "/normalize/std", null,
            " inputs.observation.state.normalize: expected the key 'std' (a list of 16 numbers), found none"
        },
        {
            Head + "/layout", "\"hwc\"",
            " inputs.observation.images.head_left.shape: expected [1, H, W, 3] for layout hwc, H and W up to 8192 "
                + "(Limits:PictureSide), found [1, 3, 60, 96]"
        },
        { Action, null, " outputs: expected the output 'action', [T, A] or [1, T, A], found none" },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    [MemberData(nameof(WrongTensors))]
    [MemberData(nameof(WrongPictures))]
    public void One_wrong_value_is_one_error_with_its_path(string path, string value, string expected)
    {
        using var policy = new TemporaryPolicy();
        Set(policy.Json, path.Split('/'), value);

        policy.Errors().ShouldBe([$"policy.json {Dotted(path)}: {expected}"]);
    }

    [Theory]
    [MemberData(nameof(WrongElsewhere))]
    public void What_is_missing_or_does_not_fit_another_key_is_one_error(string path, string? value, string expected)
    {
        using var policy = new TemporaryPolicy();
        Set(policy.Json, path.Split('/'), value);

        policy.Errors().ShouldBe([$"policy.json{expected}"]);
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
        policy.Read().Inputs[0].Normalize.Second[3].ShouldBe(0);

        policy.State["normalize"]!["eps"] = 0;

        policy.Errors().ShouldHaveSingleItem().ShouldBe(
            "policy.json inputs.observation.state.normalize.std[3]: expected more than 0 where eps is 0, found 0");
    }

    /// <summary><c>a/b/3</c> as <c>a.b[3]</c>.</summary>
    private static string Dotted(string path) => string.Concat(path.Split('/').Select((step, i) =>
        int.TryParse(step, out _) ? $"[{step}]" : i == 0 ? step : $".{step}"));

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
