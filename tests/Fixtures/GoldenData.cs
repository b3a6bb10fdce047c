using System.IO.Compression;
using System.Text.Json;
using IOPath = System.IO.Path;

namespace PolicyGate.Tests.Fixtures;

/// <summary>Reference data recorded from the real programs: the folder <c>tests/data</c>, read in place.</summary>
internal static class GoldenData
{
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly Lock Unpacking = new();

    /// <summary>The folder <c>tests/data</c> of the source tree.</summary>
    public static string Root { get; } = Repository.At("tests/data");

    /// <summary>Where packed files are unpacked; goes when the process ends.</summary>
    public static string Unpacked { get; } = CreateUnpacked();

    /// <summary>What a reader must admit to read whatever <see cref="Path"/> returns.</summary>
    public static IReadOnlyList<string> Roots { get; } = [Root, Unpacked];

    /// <summary>All that <c>openarm/index.json</c> lists; files are named as <see cref="Path"/> takes them.</summary>
    public static IReadOnlyList<GoldenObservation> OpenArmIndex { get; } = ReadIndex("openarm");

    /// <summary>All that <c>openarm-made/index.json</c> lists: further forms, as <see cref="OpenArmIndex"/>.</summary>
    public static IReadOnlyList<GoldenObservation> OpenArmMade { get; } = ReadIndex("openarm-made");

    /// <summary>All that the stock nodes wrote; files are named as <see cref="Path"/> takes them.</summary>
    public static IReadOnlyList<GoldenObservation> OpenArmCaptured { get; } =
        [.. new[] { "two-episodes", "full-size", "task-and-phase" }.SelectMany(ReadCaptured)];

    /// <summary>
    /// The absolute path of a file, as <c>openarm/half.arrow</c>; unpacked first where only <c>.gz</c> is there.
    /// </summary>
    public static string Path(string relative)
    {
        string path = IOPath.Combine(Root, relative);
        if (relative.EndsWith(".gz", StringComparison.Ordinal))
            return Unpack(path);
        return File.Exists(path) ? path : Unpack(path + ".gz");
    }

    public static byte[] Bytes(string relative) => File.ReadAllBytes(Path(relative));

    public static GoldenObservation OpenArm(string name) => OpenArmIndex.Single(golden => golden.Name == name);

    public static GoldenObservation Made(string name) => OpenArmMade.Single(golden => golden.Name == name);

    private static string Unpack(string packed)
    {
        string relative = IOPath.GetRelativePath(Root, packed);
        string path = IOPath.Combine(Unpacked, relative[..^".gz".Length]);
        lock (Unpacking)
        {
            if (File.Exists(path))
                return path;
            Directory.CreateDirectory(IOPath.GetDirectoryName(path)!);
            using var source = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using FileStream target = File.Create(path);
            source.CopyTo(target);
        }
        return path;
    }

    private static GoldenObservation[] ReadIndex(string folder)
    {
        byte[] json = File.ReadAllBytes(IOPath.Combine(Root, folder, "index.json"));
        using JsonDocument index = JsonDocument.Parse(json);
        GoldenObservation[] all = index.RootElement.GetProperty("files").Deserialize<GoldenObservation[]>(Json)!;
        return [.. all.Select(golden => golden with { File = $"{folder}/{golden.File}" })];
    }

    private static IEnumerable<GoldenObservation> ReadCaptured(string folder)
    {
        byte[] json = File.ReadAllBytes(IOPath.Combine(Root, "openarm-captured", folder, "values.json"));
        return JsonSerializer.Deserialize<GoldenObservation[]>(json, Json)!.Select(golden => golden with
        {
            Name = $"{folder}/{golden.File}",
            File = $"openarm-captured/{folder}/{golden.File}",
        });
    }

    private static string CreateUnpacked()
    {
        string folder = Directory.CreateTempSubdirectory("policygate-golden-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
