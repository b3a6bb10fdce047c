namespace PolicyGate.Gateway.Policies;

/// <summary>How a camera's picture becomes the model's size.</summary>
internal enum ResizeMethod
{
    /// <summary>The sizes must be equal.</summary>
    None,

    /// <summary>Pillow's <c>resize</c> with <c>BICUBIC</c>, byte for byte.</summary>
    PillowBicubic,

    /// <summary>
    /// torch's <c>interpolate</c> of 8-bit pictures, <c>bilinear</c> without antialiasing, byte for byte.
    /// </summary>
    TorchBilinear,
}
