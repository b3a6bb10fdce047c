namespace PolicyGate.Tests.Tidy;

/// <summary>The repository's files that the rules look at.</summary>
internal static class SourceTree
{
    private static readonly string[] CodeFolders = ["src", "plugins", "tests", "bench", "samples", "eng"];

    public static IReadOnlyList<SourceFile> CSharp { get; } =
        [.. CodeFolders.SelectMany(folder => Find(folder, "*.cs"))
            .Select(path => new SourceFile(path, File.ReadAllText(Repository.At(path))))];

    public static IEnumerable<string> Projects => CodeFolders.SelectMany(folder => Find(folder, "*.csproj"));

    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Repository.Root, "*.md").Select(Relative).Concat(Find("docs", "*.md"))
            .Concat(Find("samples", "*.md"));

    /// <summary>Paths from the root, without what a build or a download has put there.</summary>
    private static IEnumerable<string> Find(string folder, string pattern)
    {
        if (!Directory.Exists(Repository.At(folder)))
            return [];
        return Directory.EnumerateFiles(Repository.At(folder), pattern, SearchOption.AllDirectories)
            .Select(Relative)
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules"))
            .Order(StringComparer.Ordinal);
    }

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);
}
