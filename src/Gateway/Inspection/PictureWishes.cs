namespace PolicyGate.Gateway.Inspection;

/// <summary>What an operator wants of an observation's pictures.</summary>
/// <param name="Sizes">Those that are not to be guessed.</param>
/// <param name="Folder">Where they are saved; null for nowhere.</param>
internal sealed record PictureWishes(CameraSizes Sizes, PictureFolder? Folder)
{
    public static PictureWishes None { get; } = new(new CameraSizes(), Folder: null);
}
