namespace PolicyGate.Tests.Tidy;

/// <summary>One C# file: as it is, and its code alone.</summary>
internal sealed class SourceFile(string path, string text)
{
    /// <summary>From the repository's root, with slashes.</summary>
    public string Path { get; } = path;

    public string Text { get; } = text;

    public string[] Lines { get; } = text.Split('\n');

    /// <summary>The text with comments and literals blanked out: the same lines and columns.</summary>
    public string Code { get; } = CodeText.Of(text);

    /// <summary>Lines, not counting what follows the last line's end.</summary>
    public int LineCount => Lines[^1].Length == 0 ? Lines.Length - 1 : Lines.Length;

    public bool IsIn(params string[] folders) =>
        Array.Exists(folders, folder => Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>The line, from 1, of a place in <see cref="Text"/> or <see cref="Code"/>.</summary>
    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
