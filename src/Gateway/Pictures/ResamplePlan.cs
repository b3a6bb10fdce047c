using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Pictures;

/// <summary>The passes that bring one size of picture to another.</summary>
internal sealed class ResamplePlan
{
    public ResamplePlan(ResizeMethod method, int sourceHeight, int sourceWidth, int height, int width)
    {
        (SourceHeight, SourceWidth) = (sourceHeight, sourceWidth);
        // An axis that keeps its size is left alone, not filtered.
        Rows = sourceHeight == height ? null : Weights(method, sourceHeight, height);
        Columns = sourceWidth == width ? null : Weights(method, sourceWidth, width);
        // Since Pillow 13; before, columns always came first, as in torch.
        // https://github.com/python-pillow/Pillow/pull/9549
        RowsFirst = method is ResizeMethod.PillowBicubic
            && sourceHeight - height > Math.Max(0, 2 * (sourceWidth - width));
    }

    public int SourceHeight { get; }

    public int SourceWidth { get; }

    /// <summary>For the vertical axis; null where it keeps its size.</summary>
    public ResampleWeights? Rows { get; }

    /// <summary>For the horizontal axis; null where it keeps its size.</summary>
    public ResampleWeights? Columns { get; }

    /// <summary>The order matters: between the passes values are rounded to 8 bits and clipped.</summary>
    public bool RowsFirst { get; }

    private static ResampleWeights Weights(ResizeMethod method, int inputSize, int outputSize) => method switch
    {
        ResizeMethod.PillowBicubic => PillowBicubic.Weights(inputSize, outputSize),
        ResizeMethod.TorchBilinear => TorchBilinear.Weights(inputSize, outputSize),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "does not resize"),
    };
}
