namespace PolicyGate.Gateway.Pictures;

internal enum ResizeArithmetic
{
    /// <summary>
    /// Fixed point of 22 bits, 8 bits between the passes; rows first where the height shrinks much more.
    /// </summary>
    Pillow13,

    /// <summary>As <see cref="Pillow13"/>, but columns are always first.</summary>
    Pillow12,

    /// <summary>
    /// Fixed point of as many bits as 16-bit weights leave, 8 bits between the passes; columns first.
    /// </summary>
    Torch,

    /// <summary>float32 throughout; columns first.</summary>
    Single,
}
