namespace PolicyGate.Gateway.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Path">The key, as <c>Gateway:Policies:reach:Folder</c>; empty where the source as a whole is
/// wrong.</param>
/// <param name="Message">What is wrong, expected and found, and how to mend it.</param>
/// <param name="Source">The file, environment variable or option that says so; null where nothing does.</param>
internal sealed record ConfigurationError(string Path, string Message, string? Source)
{
    /// <summary>Whether a file says it, or is itself what is wrong.</summary>
    public bool Concerns(string file) => Source == file || (Source is null && Message.Contains(file));

    public override string ToString()
    {
        string place = Path.Length == 0 ? "" : $"{Path}: ";
        string source = Source is null ? "" : $" ({Source})";
        return $"{place}{Message}{source}";
    }
}
