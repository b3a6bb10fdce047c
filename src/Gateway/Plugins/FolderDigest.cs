using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace PolicyGate.Gateway.Plugins;

/// <summary>SHA-256 over the names, links and contents of a folder's files: equal folders, equal digests.</summary>
internal static class FolderDigest
{
    /// <summary>Of a digest, hexadecimal.</summary>
    public const int Digits = 2 * SHA256.HashSizeInBytes;

    private const int BlockBytes = 1 << 20;

    /// <summary>Loops of linked folders end here; NuGet's deepest layout is 3.</summary>
    private const int Depth = 8;

    /// <summary>Every file and link below the folder, relative to it, in one order everywhere.</summary>
    /// <param name="folder">Any.</param>
    /// <param name="most">Of more than these nobody says which are left out.</param>
    public static string[] Files(string folder, int most = int.MaxValue)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Depth,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = false,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", options).Take(most)
                .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>In lower case.</summary>
    /// <exception cref="IOException">Something in it cannot be read, or is no file: a FIFO would be waited for.
    /// </exception>
    public static string Of(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        foreach (string file in Files(folder))
        {
            string path = Path.Combine(folder, file);
            string? link = InnerLink(path);
            if (link is null && !RegularFile.IsAt(path))
                throw new IOException($"{path} is no regular file, nor a link to one");
            using FileStream? content = link is null
                ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0)
                : null;
            // Name, kind and length first, so that no two folders feed the hash the same bytes.
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{link}\0{content?.Length}\0"));
            int read;
            while (content is not null && (read = content.Read(block)) > 0)
                hash.AppendData(block, 0, read);
        }
        ArrayPool<byte>.Shared.Return(block);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The target of a link to a file beside it, as <c>libx.so → libx.so.1</c>; null for all else, whose content
    /// counts.
    /// </summary>
    public static string? InnerLink(string path)
    {
        string? target = new FileInfo(path).LinkTarget;
        return target is not null && !target.Contains('/', StringComparison.Ordinal) ? target : null;
    }
}
