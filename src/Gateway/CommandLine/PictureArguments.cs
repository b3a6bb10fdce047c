using System.CommandLine;
using PolicyGate.Gateway.Inspection;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>inspect</c>'s options for the pictures of an observation.</summary>
internal sealed class PictureArguments
{
    private readonly Option<string?> _png = new("--png")
    {
        Description = "Save pictures in this folder: those of an observation as CAMERA.png, of a recording"
            + " those of each session's first observation in a folder for each.",
        HelpName = "FOLDER",
    };

    private readonly Option<string[]> _size = new("--size")
    {
        Description = "The size of a camera's picture in an observation, which is guessed otherwise. Repeatable.",
        HelpName = "CAMERA=HEIGHTxWIDTH",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command verb)
    {
        verb.Add(_png);
        verb.Add(_size);
        _size.Validators.Add(result =>
        {
            var sizes = new CameraSizes();
            foreach (string wrong in result.Tokens.Select(token => sizes.Add(token.Value)).OfType<string>())
                result.AddError($"--size: {wrong}");
        });
    }

    /// <returns>Null where none of them is given.</returns>
    public PictureWishes? Read(ParseResult parsed)
    {
        string? folder = parsed.GetValue(_png);
        string[] named = parsed.GetValue(_size) ?? [];
        if (folder is null && named.Length == 0)
            return null;
        var sizes = new CameraSizes();
        foreach (string size in named)
            sizes.Add(size);
        return new PictureWishes(sizes, folder is null ? null : new PictureFolder(Path.GetFullPath(folder)));
    }
}
