using PolicyGate.Abstractions;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads a tensor's <c>dtype</c>: one of those that the gateway can fill in or take out.</summary>
internal static class ElementTypeReader
{
    private static readonly ElementType[] All = Enum.GetValues<ElementType>();

    private static readonly string[] Words = [.. All.Select(WordOf)];

    /// <summary>Float32, and an error, where there is none that will do.</summary>
    public static ElementType Read(JsonField tensor, TensorRole role)
    {
        if (tensor.Require("dtype", "as \"float32\"") is not { } field || field.Text("as \"float32\"") is not { } word)
            return default;
        int index = Array.IndexOf(Words, word);
        if (index < 0)
        {
            field.Fail($"unknown type {field.Found}; {NearestName.Advice(word, Words)}");
            return default;
        }
        ElementType[] possible = Of(role);
        if (!possible.Contains(All[index]))
            field.FailExpected(string.Join(" or ", possible.Select(type => $"\"{WordOf(type)}\"")));
        return All[index];
    }

    private static ElementType[] Of(TensorRole role) => role switch
    {
        TensorRole.State or TensorRole.Action =>
            [ElementType.Float32, ElementType.Float16, ElementType.BFloat16, ElementType.Float64, ElementType.Int8],
        TensorRole.Image =>
            [ElementType.Float32, ElementType.Float16, ElementType.BFloat16, ElementType.UInt8, ElementType.Int8],
        TensorRole.Task => [ElementType.Utf8],
        // Refused as an input when the model is loaded, passed over as an output.
        _ => All,
    };

    private static string WordOf(ElementType type) => type.ToString().ToLowerInvariant();
}
