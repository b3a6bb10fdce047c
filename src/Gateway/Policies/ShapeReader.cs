using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies;

/// <summary>Reads a tensor's <c>shape</c> and holds it against what its role needs.</summary>
/// <param name="limits">How large it may be.</param>
/// <param name="role">What the tensor is for.</param>
/// <param name="layout">Of a picture.</param>
/// <param name="steps">How many its <c>history</c> has; null where it has none.</param>
internal sealed class ShapeReader(LimitsOptions limits, TensorRole role, ImageLayout layout, int? steps)
{
    // No engine's tensors have more.
    private const int MaximumRank = 8;

    private const int Channels = 3;

    private string Expected => role switch
    {
        TensorRole.State => $"[1, {Steps}A] or {(steps is null ? "[A]" : $"[{Steps}A]")} with A from 1 to"
            + $" {limits.Positions} (Limits:Positions){OfHistory}",
        TensorRole.Image when layout is ImageLayout.Chw => $"[1, {Steps}3, H, W] for layout chw, H and W up to"
            + $" {limits.PictureSide} (Limits:PictureSide){OfHistory}",
        TensorRole.Image => $"[1, {Steps}H, W, 3] for layout hwc, H and W up to {limits.PictureSide}"
            + $" (Limits:PictureSide){OfHistory}",
        TensorRole.Action => $"[1, T, A] or [T, A] with T up to {limits.ChunkRows} (Limits:ChunkRows) and A up to"
            + $" {limits.Positions} (Limits:Positions)",
        _ => $"at most {MaximumRank} sizes",
    };

    private string Steps => steps is null ? "" : $"{steps}, ";

    private string OfHistory => steps is null ? "" : $", {steps} being the steps of 'history'";

    /// <summary>Null, and an error, where there is none that fits.</summary>
    public IReadOnlyList<Dimension>? Read(JsonField tensor)
    {
        if (tensor.Require("shape", Expected) is not { } field || !field.Is(JsonValueKind.Array, Expected))
            return null;
        List<Dimension> shape = [];
        foreach (JsonField item in field.Items())
        {
            if (ReadDimension(item) is { } dimension)
                shape.Add(dimension);
        }
        if (shape.Count < field.Value.GetArrayLength())
            return null;
        if (Fits(shape))
            return shape;
        field.Fail($"expected {Expected}, found [{string.Join(", ", shape.Take(MaximumRank))}]");
        return null;
    }

    private static Dimension? ReadDimension(JsonField item)
    {
        const string Dimension = "a size from 1 on, or a name where the model leaves it free";
        if (item.Value.ValueKind is JsonValueKind.String)
            return item.Text(Dimension) is { } symbol ? Abstractions.Dimension.Free(symbol) : null;
        if (item.Value.ValueKind is JsonValueKind.Number && item.Value.TryGetInt32(out int size) && size > 0)
            return size;
        item.FailExpected(Dimension);
        return null;
    }

    private int StepsRank => steps is null ? 0 : 1;

    private bool Fits(List<Dimension> shape) => role switch
    {
        TensorRole.State => Ends(shape, limits.Positions) && HasSteps(shape, before: 1)
            && (shape.Count == 1 + StepsRank || (shape.Count == 2 + StepsRank && IsBatch(shape[0]))),
        TensorRole.Image => shape.Count == 4 + StepsRank && IsBatch(shape[0]) && HasSteps(shape, before: 3)
            && (layout is ImageLayout.Chw
                ? IsPicture(shape[^3], shape[^2], shape[^1])
                : IsPicture(shape[^1], shape[^3], shape[^2])),
        TensorRole.Action => Ends(shape, limits.ChunkRows, limits.Positions)
            && (shape.Count == 2 || (shape.Count == 3 && IsBatch(shape[0]))),
        _ => shape.Count <= MaximumRank,
    };

    /// <summary>Whether the history's dimension stands before the last few.</summary>
    private bool HasSteps(List<Dimension> shape, int before) =>
        steps is null || (shape.Count > before && shape[^(before + 1)] == steps.Value);

    /// <summary>One robot a run: 1, or free.</summary>
    private static bool IsBatch(Dimension dimension) => dimension.Symbol is not null || dimension.Size == 1;

    private bool IsPicture(Dimension channels, Dimension height, Dimension width) =>
        channels == Channels && Within(height, limits.PictureSide) && Within(width, limits.PictureSide);

    private static bool Ends(List<Dimension> shape, params ReadOnlySpan<int> maxima)
    {
        if (shape.Count < maxima.Length)
            return false;
        for (int i = 1; i <= maxima.Length; i++)
        {
            if (!Within(shape[^i], maxima[^i]))
                return false;
        }
        return true;
    }

    private static bool Within(Dimension dimension, int maximum) =>
        dimension.Symbol is null && dimension.Size <= maximum;
}
