using System.Text.Json;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// Reads <c>policy_preprocessor.json</c> or <c>policy_postprocessor.json</c>: each step is done here, has nothing to
/// do here, or is refused by its name.
/// </summary>
internal sealed class PipelineReader
{
    public const string PreprocessorFile = "policy_preprocessor.json";
    public const string PostprocessorFile = "policy_postprocessor.json";

    private readonly CheckpointFolder _folder;
    private readonly CheckpointConfig _config;
    private readonly bool _after;
    private NormalizerStep? _normalizer;
    private RelativeStep? _relative;

    /// <param name="folder">The checkpoint.</param>
    /// <param name="config">Its <c>config.json</c>.</param>
    /// <param name="after">Whether it is the postprocessor.</param>
    public PipelineReader(CheckpointFolder folder, CheckpointConfig config, bool after) =>
        (_folder, _config, _after) = (folder, config, after);

    /// <summary>Null where it is no pipeline; else complete unless errors were told.</summary>
    public CheckpointPipeline? Read(JsonField root)
    {
        const string Expected = "a list of steps";
        if (!root.Is(JsonValueKind.Object, "an object with 'steps'")
            || root.Require("steps", Expected) is not { } steps || !steps.Is(JsonValueKind.Array, Expected))
        {
            return null;
        }
        foreach (JsonField step in steps.Items())
            ReadStep(step);
        return new CheckpointPipeline(_normalizer, _relative);
    }

    private void ReadStep(JsonField step)
    {
        if (!step.Is(JsonValueKind.Object, "an object with 'registry_name'"))
            return;
        if ((step.Find("registry_name") ?? step.Find("class")) is not { } named)
        {
            step.FailExpected("a step with 'registry_name' or 'class'");
            return;
        }
        if (named.Text("a step's name") is not { } name)
            return;
        if (step.Find("config") is not { } config)
            step.Fail($"the step '{name}' has no 'config'; take the file as LeRobot saved it");
        else if (config.Is(JsonValueKind.Object, "the step's settings"))
            ReadStep(step, name, config);
    }

    private void ReadStep(JsonField step, string name, JsonField config)
    {
        switch (name)
        {
            case "to_batch_processor":
                PassOver(name, "one robot a run: the batch is 1");
                break;
            case "device_processor":
                ReadDevice(name, config);
                break;
            case "rename_observations_processor" when !_after:
                ReadRename(name, config);
                break;
            case "normalizer_processor" when !_after:
            case "unnormalizer_processor" when _after:
                ReadNormalizer(step, name, config);
                break;
            case "relative_actions_processor" when !_after:
            case "absolute_actions_processor" when _after:
                ReadRelative(step, name, config);
                break;
            case "tokenizer_processor":
                step.Fail("the step 'tokenizer_processor' makes tokens of the instruction, which is not done here:"
                    + " policies that take an instruction are not served from a checkpoint; serve it with LeRobot");
                break;
            default:
                step.Fail($"the step '{name}' is not known here, and without it the model would get other values than"
                    + " in training; export a model that does it itself and take the step out, or serve the policy"
                    + " with LeRobot");
                break;
        }
    }

    private void PassOver(string name, string why) => _folder.Note($"step {name}", $"passed over: {why}");

    private void ReadDevice(string name, JsonField config)
    {
        if (config.Find("float_dtype") is { Value.ValueKind: not JsonValueKind.Null } type
            && type.Word(["float32", "float"]) is null)
        {
            return;
        }
        PassOver(name, "where it runs is the backend's affair");
    }

    /// <remarks>LeRobot's own server puts the robot's map in the place of the saved one.</remarks>
    private void ReadRename(string name, JsonField config)
    {
        if (config.Require("rename_map", "new names by old ones") is not { } map
            || !map.Is(JsonValueKind.Object, "new names by old ones"))
        {
            return;
        }
        foreach ((string from, JsonField member) in map.Members())
        {
            if (member.Text("the new name") is not { } to || from == to)
                continue;
            if (_config.Inputs.Any(input => input.Name == from))
            {
                member.Fail($"'{from}' becomes '{to}', and the policy takes a '{from}' too: which of the two a robot"
                    + " means cannot be told; rename them on the robot's side, and empty the map");
                return;
            }
            _folder.Note($"step {name}", $"passed over: the robot is to send '{from}' as '{to}', or to say so in its"
                + " own rename_map", FindingLevel.Warning);
        }
        if (!map.Members().Any())
            PassOver(name, "its map is empty");
    }

    private void ReadNormalizer(JsonField step, string name, JsonField config)
    {
        if (_normalizer is not null)
            step.Fail($"a second '{name}' is not supported; leave one of the two");
        if (_after && _relative is not null)
        {
            step.Fail($"'{name}' stands after 'absolute_actions_processor'; offsets of normalised rows are not"
                + " supported");
        }
        IReadOnlyList<CheckpointFeature> features = _after ? [_config.Action] : _config.Inputs;
        _normalizer = new NormalizerReader(_folder, features).Read(step, config, _after);
    }

    private void ReadRelative(JsonField step, string name, JsonField config)
    {
        if (config.Find("enabled") is not { Value.ValueKind: not JsonValueKind.False } enabled)
        {
            PassOver(name, "it is not enabled");
            return;
        }
        if (!enabled.Is(JsonValueKind.True, "true or false"))
            return;
        if (!_after && _normalizer is not null)
        {
            step.Fail($"'{name}' stands after 'normalizer_processor'; offsets from a normalised state are not"
                + " supported");
        }
        _relative = new RelativeStep(ReadNames(config, "exclude_joints"), ReadNames(config, "action_names"));
    }

    private static List<string> ReadNames(JsonField config, string key)
    {
        List<string> names = [];
        if (config.Find(key) is not { Value.ValueKind: not JsonValueKind.Null } field
            || !field.Is(JsonValueKind.Array, "a list of joints' names"))
        {
            return names;
        }
        foreach (JsonField item in field.Items())
        {
            if (item.Text("a joint's name") is { } name)
                names.Add(name);
        }
        return names;
    }
}
