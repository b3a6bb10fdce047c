using System.Text.Json;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>LeRobot's <c>max_relative_target</c>: one number for all joints, or one for each that is named.</summary>
/// <param name="OfAll">Null where joints are named.</param>
/// <param name="OfJoints">By the joint's name without <c>.pos</c>; null where one holds for all.</param>
internal sealed record RelativeTarget(double? OfAll, IReadOnlyDictionary<string, double>? OfJoints)
{
    /// <returns>Null where it is neither, or a number is not above 0.</returns>
    public static RelativeTarget? Read(string text)
    {
        if (CheckedOption.TryRead(text, out double all))
            return all > 0 ? new RelativeTarget(all, OfJoints: null) : null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind is JsonValueKind.Object ? OfEach(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RelativeTarget? OfEach(JsonElement json)
    {
        var joints = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty joint in json.EnumerateObject())
        {
            bool good = joint.Value.ValueKind is JsonValueKind.Number && joint.Value.TryGetDouble(out double value)
                && double.IsFinite(value) && value > 0 && joints.TryAdd(JointName.Bare(joint.Name), value);
            if (!good)
                return null;
        }
        return joints.Count > 0 ? new RelativeTarget(OfAll: null, joints) : null;
    }
}
