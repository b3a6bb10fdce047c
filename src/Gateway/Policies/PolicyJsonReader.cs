using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies;

/// <summary>Makes a <see cref="PolicyDescription"/> of a parsed <c>policy.json</c>.</summary>
internal sealed class PolicyJsonReader(string folder, LimitsOptions limits)
{
    private const int Format = 1;

    // Names stand in logs, metrics and answers to robots.
    private const int MaximumNameLength = 100;

    /// <summary>Null where anything was wrong, each told on its own.</summary>
    public PolicyDescription? Read(JsonField root)
    {
        int before = root.Errors.Count;
        if (!root.Is(JsonValueKind.Object, "an object"))
            return null;
        root.AllowOnly("format", "name", "description", "models", "torchscript", "inputs", "outputs", "control");
        ReadFormat(root);
        var description = new PolicyDescription
        {
            Folder = folder,
            Name = ReadName(root),
            Text = ReadText(root),
            Models = ModelFiles.Read(root.Require("models", "backend names with their files"), folder),
            Inputs = ReadTensors(root, "inputs", TensorRoles.OfInput),
            Outputs = ReadOutputs(root),
            Control = ReadControl(root),
            Call = PositionalCallReader.Read(root.Find("torchscript"), root.Find("inputs")),
        };
        RelativeActions.CheckState(root, description.Inputs, description.Outputs);
        return root.Errors.Count == before ? description : null;
    }

    private static void ReadFormat(JsonField root)
    {
        if (root.Require("format", "the number 1") is { } format
            && !(format.Value.ValueKind is JsonValueKind.Number
                && format.Value.TryGetInt32(out int is1) && is1 == Format))
        {
            format.Fail($"expected {Format}, found {format.Found}; this version reads no other");
        }
    }

    private static string ReadName(JsonField root)
    {
        if (root.Require("name", "what the policy is called") is not { } field
            || field.Text("what the policy is called") is not { } name)
        {
            return "";
        }
        if (name.Length > MaximumNameLength || name.Any(char.IsControl))
            field.FailExpected($"at most {MaximumNameLength} characters on one line");
        return name;
    }

    private static string? ReadText(JsonField root) =>
        root.Find("description") is { } field && field.Is(JsonValueKind.String, "text")
            ? field.Value.GetString()
            : null;

    private static ControlDescription ReadControl(JsonField root)
    {
        var none = new ControlDescription(ControlDescription.MinimumHz, CutoffHz: null);
        if (root.Require("control", "an object with 'rate_hz'") is not { } control
            || !control.Is(JsonValueKind.Object, "an object with 'rate_hz'"))
        {
            return none;
        }
        control.AllowOnly("rate_hz", "cutoff_hz");
        double? rate = ReadHz(control.Require("rate_hz", "rows of a chunk per second"));
        double? cutoff = ReadHz(control.Find("cutoff_hz"));
        return rate is { } hz ? new ControlDescription(hz, cutoff) : none;
    }

    private static double? ReadHz(JsonField? field) =>
        field?.Number(ControlDescription.MinimumHz, ControlDescription.MaximumHz);

    private List<TensorDescription> ReadOutputs(JsonField root)
    {
        List<TensorDescription> outputs = ReadTensors(root, "outputs", TensorRoles.OfOutput);
        if (root.Find("outputs") is { } field && field.Value.ValueKind is JsonValueKind.Object
            && field.Find("action") is null)
        {
            string[] found = [.. field.Members().Select(member => member.Key)];
            field.Fail($"expected the output 'action', [T, A] or [1, T, A], found {(found.Length == 0 ? "none"
                : string.Join(", ", found))}");
        }
        return outputs;
    }

    private List<TensorDescription> ReadTensors(JsonField root, string key, Func<string, TensorRole> roleOf)
    {
        List<TensorDescription> tensors = [];
        if (root.Require(key, "tensors by name") is not { } field || !field.Is(JsonValueKind.Object, "tensors by name"))
            return tensors;
        foreach ((string name, JsonField member) in field.Members())
        {
            if (new TensorReader(limits, name, roleOf(name)).Read(member) is { } tensor)
                tensors.Add(tensor);
        }
        return tensors;
    }
}
