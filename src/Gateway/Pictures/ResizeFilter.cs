namespace PolicyGate.Gateway.Pictures;

internal enum ResizeFilter
{
    /// <summary>Bilinear without antialiasing: <see cref="Pictures.TwoTaps"/>.</summary>
    TwoTaps,

    /// <summary>Widened where the axis shrinks, as <see cref="Bicubic"/> is: <see cref="WideningKernel"/>.</summary>
    Bilinear,
    Bicubic,
}
