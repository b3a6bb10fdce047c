using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads one input or output of <c>policy.json</c>.</summary>
internal sealed class TensorReader(LimitsOptions limits, string name, TensorRole role)
{
    private static readonly string[] Keys =
    [
        "dtype", "shape", "layout", "scale", "resize", "normalize", "names", "history", RelativeActions.Key,
        RelativeActions.ExcludeKey,
    ];

    private bool IsImage => role is TensorRole.Image;

    private bool HasStatistics => role is TensorRole.State or TensorRole.Image or TensorRole.Action;

    private bool HasHistory => role is TensorRole.State or TensorRole.Image;

    private bool HasJoints => role is TensorRole.State or TensorRole.Action;

    /// <summary>Null where something was wrong, each thing told on its own.</summary>
    public TensorDescription? Read(JsonField tensor)
    {
        if (!tensor.Is(JsonValueKind.Object, "an object with 'dtype' and 'shape'"))
            return null;
        int before = tensor.Errors.Count;
        CheckKeys(tensor);
        ElementType type = ElementTypeReader.Read(tensor, role);
        ImageLayout layout = tensor.Find("layout")?.Word(["chw", "hwc"]) == "hwc" ? ImageLayout.Hwc : ImageLayout.Chw;
        IReadOnlyList<int>? history = HasHistory && tensor.Find("history") is { } steps
            ? new HistoryReader(limits).Read(steps)
            : null;
        IReadOnlyList<Dimension>? shape = new ShapeReader(limits, role, layout, history?.Count).Read(tensor);
        CheckBytes(tensor, type, shape ?? []);
        int? width = shape is not { Count: > 0 } ? null : IsImage ? 3 : shape[^1].Size;
        List<string> names = HasJoints ? ReadNames(tensor, width) : [];
        var description = new TensorDescription
        {
            Spec = new TensorSpec(name, role, type, shape ?? []),
            Layout = layout,
            UnitScale = ReadScale(tensor, type),
            Resize = ReadResize(tensor, type),
            Names = names,
            Normalize = ReadNormalize(tensor, type, width),
            History = history ?? [],
            Relative = role is TensorRole.Action ? RelativeActions.Read(tensor, names, width) : [],
        };
        return tensor.Errors.Count == before ? description : null;
    }

    private void CheckKeys(JsonField tensor)
    {
        tensor.AllowOnly(Keys);
        if (!IsImage)
        {
            foreach (string key in (ReadOnlySpan<string>)["layout", "scale", "resize"])
                tensor.Find(key)?.Fail($"'{key}' is for pictures ({TensorRoles.ImagePrefix}CAMERA) alone; remove it");
        }
        if (!HasHistory)
            tensor.Find("history")?.Fail("'history' is for the state and pictures alone; remove it");
        if (role is not TensorRole.Action)
        {
            foreach (string key in (ReadOnlySpan<string>)[RelativeActions.Key, RelativeActions.ExcludeKey])
                tensor.Find(key)?.Fail($"'{key}' is for the output 'action' alone; remove it");
        }
        if (!HasJoints)
            tensor.Find("names")?.Fail("'names' is for joints (observation.state, action) alone; remove it");
        if (!HasStatistics)
            tensor.Find("normalize")?.Fail("'normalize' is for the state, pictures and action alone; remove it");
    }

    private void CheckBytes(JsonField tensor, ElementType type, IReadOnlyList<Dimension> shape)
    {
        // Not an integer: eight sizes of 2^31 are more than any holds.
        double bytes = type.Size();
        foreach (Dimension dimension in shape)
            bytes *= dimension.Symbol is null ? dimension.Size : 1;
        if (bytes > limits.TensorBytes)
        {
            tensor.Find("shape")?.Fail($"expected at most {limits.TensorBytes} bytes (Limits:TensorBytes),"
                + $" found {bytes:0}");
        }
    }

    /// <summary>Whether pixels are divided by 255: not where they go in as the bytes that they are.</summary>
    private static bool ReadScale(JsonField tensor, ElementType type)
    {
        string? scale = tensor.Find("scale")?.Word(["unit", "none"]);
        if (type is not ElementType.UInt8)
            return scale != "none";
        if (scale == "unit")
            tensor.Find("scale")?.Fail("pictures of dtype \"uint8\" go in as they are, 0 to 255; remove 'scale'");
        return false;
    }

    private NormalizationDescription ReadNormalize(JsonField tensor, ElementType type, int? width)
    {
        if (!HasStatistics)
            return NormalizationDescription.Identity;
        if (tensor.Find("normalize") is not { } field)
        {
            // Without it radians would be cut to whole ones, and pictures to 0 and 1.
            if (type is ElementType.Int8)
            {
                tensor.Fail("dtype \"int8\" needs 'normalize', which says what -128 to 127 stand for: in mode"
                    + " mean_std, 'std' is the quantisation's scale and 'mean' its zero point times -scale");
            }
            return NormalizationDescription.Identity;
        }
        bool divides = role is not TensorRole.Action;
        NormalizationDescription normalize = new NormalizationReader(width, divides, channels: IsImage).Read(field);
        if (IsImage && type is ElementType.UInt8 && normalize.Mode is not NormalizationMode.Identity)
            field.Fail("pictures of dtype \"uint8\" go in as they are, 0 to 255; remove 'normalize'");
        return normalize;
    }

    private static ResizeMethod? ReadResize(JsonField tensor, ElementType type)
    {
        if (tensor.Find("resize") is not { } field || field.Text("as \"pillow-bicubic\"") is not { } word)
            return null;
        if (!ResizeWords.All.Contains(word, StringComparer.Ordinal))
        {
            field.Fail($"unknown resize {field.Found}; {NearestName.Advice(word, ResizeWords.All)}");
            return null;
        }
        ResizeMethod method = ResizeWords.MethodOf(word);
        if (type is ElementType.UInt8 && ResizeRecipe.Of(method).IsFloat)
        {
            field.Fail($"\"{word}\" gives floats, which pictures of dtype \"uint8\" do not hold;"
                + " correct one of the two");
        }
        return method;
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
