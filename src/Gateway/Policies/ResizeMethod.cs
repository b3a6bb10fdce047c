namespace PolicyGate.Gateway.Policies;

/// <summary>How a camera's picture becomes the model's size: each is one program's, of which docs/policy-folder.md
/// tells.</summary>
internal enum ResizeMethod
{
    /// <summary>The sizes must be equal.</summary>
    None,

    PillowBilinear,
    PillowBicubic,

    /// <summary>Before Pillow 13: columns always first. Bilinear too, which then hardly differs.</summary>
    Pillow12Bilinear,
    Pillow12Bicubic,

    /// <summary>torch's, of 8-bit pictures.</summary>
    TorchBilinear,
    TorchBilinearAntialias,
    TorchBicubicAntialias,

    /// <summary>torch's, of pictures that are float32 when they are resized.</summary>
    TorchFloatBilinear,
    TorchFloatBilinearAntialias,
    TorchFloatBicubicAntialias,

    /// <summary>With the aspect kept and a border.</summary>
    OpenPiPad,
    Pi0Uint8Pad,
    Pi0Pad,
    SmolVlaPad,
    XVlaPad,
}
