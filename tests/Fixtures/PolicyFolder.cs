using System.Text.Json;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a backend is given of a <c>policy.json</c>: the model's path and the declared signature.</summary>
internal sealed record PolicyFolder(string Folder, string? ModelPath, PolicySignature Declared)
{
    public static PolicyFolder Read(string folder, string backend)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "policy.json")));
        JsonElement root = json.RootElement;
        JsonElement model = root.GetProperty("models").TryGetProperty(backend, out JsonElement named) ? named : default;
        string? file = model.ValueKind switch
        {
            JsonValueKind.String => model.GetString(),
            JsonValueKind.Array => model[0].GetString(),
            _ => null,
        };
        PolicySignature declared = new(
            Tensors(root.GetProperty("inputs"), TensorRoles.OfInput),
            Tensors(root.GetProperty("outputs"), TensorRoles.OfOutput));
        return new PolicyFolder(folder, file is null ? null : Path.Combine(folder, file), declared);
    }

    private static TensorSpec[] Tensors(JsonElement tensors, Func<string, TensorRole> role) =>
    [
        .. tensors.EnumerateObject().Select(t => new TensorSpec(
            t.Name,
            role(t.Name),
            Enum.Parse<ElementType>(t.Value.GetProperty("dtype").GetString()!, ignoreCase: true),
            [.. t.Value.GetProperty("shape").EnumerateArray().Select(Size)])),
    ];

    private static Dimension Size(JsonElement size) =>
        size.ValueKind == JsonValueKind.String ? Dimension.Free(size.GetString()!) : size.GetInt32();
}
