using System.Text.Json;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>Reads a feature as LeRobot's JSON files have it.</summary>
internal static class FeatureReader
{
    /// <summary>Null where anything was wrong, each told on its own.</summary>
    public static CheckpointFeature? Read(string name, JsonField field)
    {
        if (!field.Is(JsonValueKind.Object, "an object with 'type' and 'shape'"))
            return null;
        // It stands in logs and answers to robots.
        if (name.Any(char.IsControl))
            field.Fail("expected a name on one line");
        string? type = field.Require("type", "as \"STATE\"")?.Text("as \"STATE\"");
        IReadOnlyList<int>? shape = field.Require("shape", "sizes") is { } sizes ? ReadShape(sizes) : null;
        return type is null || shape is null ? null : new CheckpointFeature(name, type, shape);
    }

    private static List<int>? ReadShape(JsonField field)
    {
        const string Expected = "a list of sizes from 1 on";
        if (!field.Is(JsonValueKind.Array, Expected))
            return null;
        List<int> shape = [];
        foreach (JsonField item in field.Items())
        {
            if (item.Value.ValueKind is JsonValueKind.Number && item.Value.TryGetInt32(out int size) && size > 0)
                shape.Add(size);
            else
                item.FailExpected("a size from 1 on");
        }
        return shape.Count == field.Value.GetArrayLength() ? shape : null;
    }
}
