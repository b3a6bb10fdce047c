using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// Reads a checkpoint's <c>config.json</c>: strictly what is needed of it; the rest, the network's own settings, is
/// passed over.
/// </summary>
internal sealed class CheckpointConfigReader(LimitsOptions limits)
{
    public const string File = "config.json";

    private const string StateName = "observation.state";
    private const string ActionName = "action";

    // Types stand in logs, metrics and answers to robots.
    private const int MaximumTypeLength = 100;

    /// <summary>Null where anything was wrong, each told on its own.</summary>
    public CheckpointConfig? Read(JsonField root)
    {
        int before = root.Errors.Count;
        if (!root.Is(JsonValueKind.Object, "an object") || ReadType(root) is not { } type)
            return null;
        CheckSteps(root);
        List<CheckpointFeature> inputs = ReadInputs(root);
        CheckpointFeature? action = ReadAction(root);
        var config = new CheckpointConfig
        {
            Type = type,
            Inputs = [.. inputs.OrderBy(input => input.Type is not FeatureTypes.State)],
            Action = action ?? new CheckpointFeature(ActionName, FeatureTypes.Action, [1]),
            Rows = ReadRows(root),
            Modes = root.Find("normalization_mapping") is { } map ? NormalizerReader.ReadModes(map) : [],
        };
        return root.Errors.Count == before ? config : null;
    }

    private static string? ReadType(JsonField root)
    {
        const string Expected = "LeRobot's type of the policy, as \"act\"";
        if (root.Find("type") is not { } field)
        {
            root.Fail($"expected the key 'type' ({Expected}), found none: it is not as LeRobot saves it; write a"
                + " policy.json beside it (docs/policy-folder.md)");
            return null;
        }
        string? type = field.Text(Expected);
        if (type is not null && (type.Length > MaximumTypeLength || type.Any(char.IsControl)))
            field.FailExpected($"at most {MaximumTypeLength} characters on one line");
        return type;
    }

    private static void CheckSteps(JsonField root)
    {
        if (root.Find("n_obs_steps") is not { } steps
            || (steps.Value.ValueKind is JsonValueKind.Number && steps.Value.TryGetInt32(out int count) && count == 1))
        {
            return;
        }
        steps.Fail($"expected 1, found {steps.Found}: policies that see the past are not served from a checkpoint;"
            + " write a policy.json with 'history' beside it (docs/policy-folder.md)");
    }

    private int ReadRows(JsonField root)
    {
        if (root.Require("chunk_size", "rows of a chunk; policies without it are not served from a checkpoint")
            is not { } field)
        {
            return 1;
        }
        if (field.Value.ValueKind is JsonValueKind.Number && field.Value.TryGetInt32(out int rows)
            && rows >= 1 && rows <= limits.ChunkRows)
        {
            return rows;
        }
        field.FailExpected($"a whole number from 1 to {limits.ChunkRows} (Limits:ChunkRows)");
        return 1;
    }

    private List<CheckpointFeature> ReadInputs(JsonField root)
    {
        List<CheckpointFeature> inputs = [];
        if (root.Require("input_features", "features by name") is not { } field
            || !field.Is(JsonValueKind.Object, "features by name"))
        {
            return inputs;
        }
        foreach ((string name, JsonField member) in field.Members())
        {
            if (FeatureReader.Read(name, member) is { } feature && CanBeFilled(feature, member))
                inputs.Add(feature);
        }
        if (!field.Members().Any())
            field.Fail("expected at least one feature, found none");
        return inputs;
    }

    private bool CanBeFilled(CheckpointFeature feature, JsonField field)
    {
        string? expected = (feature.Type, TensorRoles.OfInput(feature.Name)) switch
        {
            (FeatureTypes.State, TensorRole.State) => IsRow(feature) ? null : RowShape,
            (FeatureTypes.Visual, TensorRole.Image) => IsPicture(feature) ? null
                : $"the shape [3, H, W], H and W up to {limits.PictureSide} (Limits:PictureSide)",
            _ => $"'{StateName}' of type \"{FeatureTypes.State}\" or '{TensorRoles.ImagePrefix}CAMERA' of type"
                + $" \"{FeatureTypes.Visual}\", which is what robots send",
        };
        if (expected is null)
            return true;
        field.Fail($"expected {expected}, found '{feature.Name}' of type \"{feature.Type}\" and shape"
            + $" {feature.ShapeText}; train the policy without it, or serve it with LeRobot");
        return false;
    }

    private CheckpointFeature? ReadAction(JsonField root)
    {
        if (root.Require("output_features", "features by name") is not { } field
            || !field.Is(JsonValueKind.Object, "features by name")
            || field.Require(ActionName, "what the robot is commanded") is not { } member
            || FeatureReader.Read(ActionName, member) is not { } action)
        {
            return null;
        }
        if (action.Type is FeatureTypes.Action && IsRow(action))
            return action;
        member.Fail($"expected the type \"{FeatureTypes.Action}\" and {RowShape}, found the type \"{action.Type}\" and"
            + $" the shape {action.ShapeText}");
        return null;
    }

    private string RowShape => $"the shape [A], A up to {limits.Positions} (Limits:Positions)";

    private bool IsRow(CheckpointFeature feature) =>
        feature.Shape.Count == 1 && feature.Shape[0] <= limits.Positions;

    private bool IsPicture(CheckpointFeature feature) => feature.Shape.Count == 3 && feature.Shape[0] == 3
        && feature.Shape[1] <= limits.PictureSide && feature.Shape[2] <= limits.PictureSide;
}
