namespace PolicyGate.Tests.Fixtures;

/// <summary>An image's root file system, to be looked at.</summary>
internal sealed class ImageRoot : IAsyncDisposable
{
    private readonly string _layer;

    private ImageRoot(string layer, string path) => (_layer, Path) = (layer, path);

    public string Path { get; }

    public static async Task<ImageRoot> Of(string stage)
    {
        string layer = await BuiltImages.Buildah("from", "--pull-never", BuiltImages.Of(stage));
        return new ImageRoot(layer, await BuiltImages.Buildah("mount", layer));
    }

    /// <summary>All files in a folder and below it, as the image has them, without links.</summary>
    public IReadOnlyList<FileInfo> Files(string folder) =>
    [
        .. new DirectoryInfo(Path + folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LinkTarget is null),
    ];

    public async ValueTask DisposeAsync()
    {
        await BuiltImages.Buildah("umount", _layer);
        await BuiltImages.Buildah("rm", _layer);
    }
}
