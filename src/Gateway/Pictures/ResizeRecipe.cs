using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Pictures;

/// <summary>A resize method taken apart.</summary>
/// <param name="Filter">Which samples count how much.</param>
/// <param name="Arithmetic">How sums are taken and rounded.</param>
/// <param name="Padding">Where the picture goes in a frame of another shape.</param>
/// <param name="Fill">The border's value, in the unit of the pixels: 0…255 is black to white.</param>
internal sealed record ResizeRecipe(
    ResizeFilter Filter, ResizeArithmetic Arithmetic, ResizePadding Padding = ResizePadding.None, float Fill = 0)
{
    // pi0 fills with −1 where pixels are 0…1.
    private const float Pi0Fill = -255;

    /// <summary>Whether results are float32, not rounded.</summary>
    public bool IsFloat => Arithmetic is ResizeArithmetic.Single;

    /// <summary>The method's; with <see cref="ResizeMethod.None"/> nothing is ever to be resized.</summary>
    public static ResizeRecipe Of(ResizeMethod method) => method switch
    {
        ResizeMethod.None or ResizeMethod.PillowBicubic => new(ResizeFilter.Bicubic, ResizeArithmetic.Pillow13),
        ResizeMethod.PillowBilinear => new(ResizeFilter.Bilinear, ResizeArithmetic.Pillow13),
        ResizeMethod.Pillow12Bicubic => new(ResizeFilter.Bicubic, ResizeArithmetic.Pillow12),
        ResizeMethod.Pillow12Bilinear => new(ResizeFilter.Bilinear, ResizeArithmetic.Pillow12),
        ResizeMethod.TorchBilinear => new(ResizeFilter.TwoTaps, ResizeArithmetic.Torch),
        ResizeMethod.TorchBilinearAntialias => new(ResizeFilter.Bilinear, ResizeArithmetic.Torch),
        ResizeMethod.TorchBicubicAntialias => new(ResizeFilter.Bicubic, ResizeArithmetic.Torch),
        ResizeMethod.TorchFloatBilinear => new(ResizeFilter.TwoTaps, ResizeArithmetic.Single),
        ResizeMethod.TorchFloatBilinearAntialias => new(ResizeFilter.Bilinear, ResizeArithmetic.Single),
        ResizeMethod.TorchFloatBicubicAntialias => new(ResizeFilter.Bicubic, ResizeArithmetic.Single),
        ResizeMethod.OpenPiPad => new(ResizeFilter.Bilinear, ResizeArithmetic.Pillow13, ResizePadding.Centred),
        ResizeMethod.Pi0Uint8Pad => new(ResizeFilter.TwoTaps, ResizeArithmetic.Torch, ResizePadding.Centred),
        ResizeMethod.Pi0Pad =>
            new(ResizeFilter.TwoTaps, ResizeArithmetic.Single, ResizePadding.Centred, Pi0Fill),
        ResizeMethod.SmolVlaPad or ResizeMethod.XVlaPad =>
            new(ResizeFilter.TwoTaps, ResizeArithmetic.Single, ResizePadding.LeftAndAbove),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "has no recipe"),
    };
}
