namespace PolicyGate.Gateway.Policies;

/// <summary>The words of <c>resize</c> in <c>policy.json</c>.</summary>
internal static class ResizeWords
{
    private static readonly (string Word, ResizeMethod Method)[] Words =
    [
        ("none", ResizeMethod.None),
        ("pillow-bilinear", ResizeMethod.PillowBilinear),
        ("pillow-bicubic", ResizeMethod.PillowBicubic),
        ("pillow-12-bilinear", ResizeMethod.Pillow12Bilinear),
        ("pillow-12-bicubic", ResizeMethod.Pillow12Bicubic),
        ("torch-bilinear", ResizeMethod.TorchBilinear),
        ("torch-bilinear-antialias", ResizeMethod.TorchBilinearAntialias),
        ("torch-bicubic-antialias", ResizeMethod.TorchBicubicAntialias),
        ("torch-float-bilinear", ResizeMethod.TorchFloatBilinear),
        ("torch-float-bilinear-antialias", ResizeMethod.TorchFloatBilinearAntialias),
        ("torch-float-bicubic-antialias", ResizeMethod.TorchFloatBicubicAntialias),
        ("openpi-pad", ResizeMethod.OpenPiPad),
        ("pi0-uint8-pad", ResizeMethod.Pi0Uint8Pad),
        ("pi0-pad", ResizeMethod.Pi0Pad),
        ("smolvla-pad", ResizeMethod.SmolVlaPad),
        ("xvla-pad", ResizeMethod.XVlaPad),
    ];

    /// <summary>In the order of the page.</summary>
    public static string[] All { get; } = [.. Words.Select(pair => pair.Word)];

    public static ResizeMethod MethodOf(string word) => Words.First(pair => pair.Word == word).Method;

    public static string WordOf(ResizeMethod method) => Words.First(pair => pair.Method == method).Word;
}
