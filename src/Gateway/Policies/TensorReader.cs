using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads one input or output of <c>policy.json</c>.</summary>
internal sealed class TensorReader(LimitsOptions limits, string name, TensorRole role)
{
    private static readonly string[] TypeNames =
        [.. Enum.GetNames<ElementType>().Select(type => type.ToLowerInvariant())];

    private static readonly string[] Keys =
        ["dtype", "shape", "layout", "scale", "resize", "normalize", "names", "history", "relative_to"];

    private bool IsImage => role is TensorRole.Image;

    private bool HasStatistics => role is TensorRole.State or TensorRole.Image or TensorRole.Action;

    /// <summary>Null where something was wrong, each thing told on its own.</summary>
    public TensorDescription? Read(JsonField tensor)
    {
        if (!tensor.Is(JsonValueKind.Object, "an object with 'dtype' and 'shape'"))
            return null;
        int before = tensor.Errors.Count;
        CheckKeys(tensor);
        ElementType type = ReadType(tensor);
        ImageLayout layout = tensor.Find("layout")?.Word(["chw", "hwc"]) == "hwc" ? ImageLayout.Hwc : ImageLayout.Chw;
        IReadOnlyList<Dimension>? shape = new ShapeReader(limits, role, layout).Read(tensor);
        int? width = shape is not { Count: > 0 } ? null : IsImage ? 3 : shape[^1].Size;
        var description = new TensorDescription
        {
            Spec = new TensorSpec(name, role, type, shape ?? []),
            Layout = layout,
            UnitScale = tensor.Find("scale")?.Word(["unit", "none"]) != "none",
            Resize = ReadResize(tensor),
            Names = role is TensorRole.State or TensorRole.Action ? ReadNames(tensor, width) : [],
            Normalize = HasStatistics && tensor.Find("normalize") is { } normalize
                ? NormalizationReader.Read(normalize, width, divides: role is not TensorRole.Action)
                : NormalizationDescription.Identity,
        };
        return tensor.Errors.Count == before ? description : null;
    }

    private void CheckKeys(JsonField tensor)
    {
        tensor.AllowOnly(Keys);
        foreach (string later in (ReadOnlySpan<string>)["history", "relative_to"])
            tensor.Find(later)?.Fail($"'{later}' is not supported yet; remove it if the model does without");
        if (!IsImage)
        {
            foreach (string key in (ReadOnlySpan<string>)["layout", "scale", "resize"])
                tensor.Find(key)?.Fail($"'{key}' is for pictures ({TensorRoles.ImagePrefix}CAMERA) alone; remove it");
        }
        if (role is not (TensorRole.State or TensorRole.Action))
            tensor.Find("names")?.Fail("'names' is for joints (observation.state, action) alone; remove it");
        if (!HasStatistics)
            tensor.Find("normalize")?.Fail("'normalize' is for the state, pictures and action alone; remove it");
    }

    private ElementType ReadType(JsonField tensor)
    {
        if (tensor.Require("dtype", "as \"float32\"") is not { } field || field.Text("as \"float32\"") is not { } text)
            return default;
        int index = Array.IndexOf(TypeNames, text);
        if (index < 0)
        {
            field.Fail($"unknown type {field.Found}; {NearestName.Advice(text, TypeNames)}");
            return default;
        }
        ElementType type = Enum.GetValues<ElementType>()[index];
        ElementType? only = HasStatistics ? ElementType.Float32 : role is TensorRole.Task ? ElementType.Utf8 : null;
        if (only is not null && type != only)
            field.Fail($"\"{text}\" is not supported yet here; supported is \"{only.ToString()!.ToLowerInvariant()}\"");
        return type;
    }

    private static ResizeMethod? ReadResize(JsonField tensor)
    {
        if (tensor.Find("resize") is not { } field || field.Text("as \"pillow-bicubic\"") is not { } word)
            return null;
        if (ResizeWords.All.Contains(word, StringComparer.Ordinal))
            return ResizeWords.MethodOf(word);
        field.Fail($"unknown resize {field.Found}; {NearestName.Advice(word, ResizeWords.All)}");
        return null;
    }

    private static List<string> ReadNames(JsonField tensor, int? width)
    {
        List<string> names = [];
        if (tensor.Find("names") is not { } field || !field.Is(JsonValueKind.Array, "a list of the joints' names"))
            return names;
        foreach (JsonField item in field.Items())
        {
            if (item.Text("a joint's name") is not { } joint)
                continue;
            if (names.Contains(joint, StringComparer.Ordinal))
                item.Fail($"'{joint}' stands twice");
            names.Add(joint);
        }
        int count = field.Value.GetArrayLength();
        if (width is { } joints && count != joints)
            field.Fail($"expected {joints} names, as many as the shape has joints, found {count}");
        return names;
    }
}
