using System.Text.Json.Nodes;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// A policy folder with an ONNX model that answers the state that it was given, as its rows; its batch, steps and
/// joints are free.
/// </summary>
internal sealed class EchoPolicy : IDisposable
{
    /// <param name="type">Of the model's input and output.</param>
    /// <param name="stateShape">Of the state in <c>policy.json</c>, and of the action.</param>
    public EchoPolicy(ElementType type, params int[] stateShape)
    {
        string[] names = ["batch", "steps", "joints"];
        string[] free = names[^stateShape.Length..];
        OnnxModel.Tensor state = new("observation.state", OnnxType(type), free);
        OnnxModel.Save(
            System.IO.Path.Combine(Path, "model.onnx"), "Identity", [state], [state with { Name = "action" }]);
        State = Tensor(type, stateShape);
        Action = Tensor(type, stateShape);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("policygate-policy-").FullName;

    public JsonObject State { get; }

    public JsonObject Action { get; }

    /// <summary>Writes <c>policy.json</c> as it stands.</summary>
    /// <returns>The folder.</returns>
    public string Save()
    {
        var json = new JsonObject
        {
            ["format"] = 1,
            ["name"] = "echo",
            ["models"] = new JsonObject { ["Onnx"] = "model.onnx" },
            ["inputs"] = new JsonObject { ["observation.state"] = State },
            ["outputs"] = new JsonObject { ["action"] = Action },
            ["control"] = new JsonObject { ["rate_hz"] = 30 },
        };
        File.WriteAllText(System.IO.Path.Combine(Path, "policy.json"), json.ToJsonString());
        return Path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static JsonObject Tensor(ElementType type, int[] shape) => new()
    {
        ["dtype"] = type.ToString().ToLowerInvariant(),
        ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
    };

    // https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, TensorProto.DataType
    private static int OnnxType(ElementType type) => type switch
    {
        ElementType.Float32 => OnnxModel.Float32,
        ElementType.Int8 => OnnxModel.Integer8,
        ElementType.Float16 => 10,
        ElementType.Float64 => 11,
        ElementType.BFloat16 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no type of a state"),
    };
}
