using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>A version, and what it was loaded from: by that it is known again.</summary>
/// <param name="Version">As it runs.</param>
/// <param name="Folder">That it was named by.</param>
internal sealed record LoadedVersion(PolicyVersion Version, string Folder)
{
    /// <summary>That it runs from; null of one that was loaded where it lies.</summary>
    public PolicyCopy? Copy { get; init; }

    /// <summary>Of the folder's content; null where that is not known.</summary>
    public string? Digest => Copy?.Digest;

    /// <summary>The folder when it was loaded; null where it could not be looked at.</summary>
    public FolderLook? Look { get; init; }

    /// <summary>The plugin's, whose file is another where another is loaded; null in a worker.</summary>
    public string? Plugin { get; init; }

    public VersionReport Report => new(
        Version.Number, Folder, Version.Config.Backend,
        $"{Version.Policy.Identity.Engine} {Version.Policy.Identity.Version}", Version.Users,
        Version.Config.Worker is not null);
}
