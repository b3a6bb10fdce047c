using System.Text.Json;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Reads <c>torchscript</c>: TorchScript knows neither the names of its arguments nor their shapes.
/// </summary>
internal static class PositionalCallReader
{
    private const string UsualMethod = "forward";

    /// <returns>Null where there is none, or where it was wrong, each error told on its own.</returns>
    public static PositionalCall? Read(JsonField? field, JsonField? inputs)
    {
        if (field is not { } torchScript
            || !torchScript.Is(JsonValueKind.Object, "an object with 'method' and 'arguments'"))
        {
            return null;
        }
        torchScript.AllowOnly("method", "arguments");
        const string Methods = "the name of a method of the module";
        string method = torchScript.Find("method")?.Text(Methods) ?? UsualMethod;
        JsonField? arguments = torchScript.Require("arguments", "the inputs in the order of the method's arguments");
        if (arguments is null || inputs is not { Value.ValueKind: JsonValueKind.Object } named)
            return null;
        string[] names = [.. named.Members().Select(member => member.Key)];
        return ReadArguments(arguments.Value, names) is { } ordered ? new PositionalCall(method, ordered) : null;
    }

    private static List<string>? ReadArguments(JsonField field, string[] names)
    {
        if (!field.Is(JsonValueKind.Array, "a list of input names"))
            return null;
        int before = field.Errors.Count;
        List<string> ordered = [];
        foreach (JsonField item in field.Items())
        {
            if (item.Word(names) is not { } name)
                continue;
            if (ordered.Contains(name, StringComparer.Ordinal))
                item.Fail($"'{name}' is there twice");
            else
                ordered.Add(name);
        }
        string[] missing = [.. names.Except(ordered, StringComparer.Ordinal)];
        if (field.Errors.Count == before && missing.Length > 0)
            field.Fail($"expected every input once, found none of {string.Join(", ", missing)}");
        return field.Errors.Count == before ? ordered : null;
    }
}
