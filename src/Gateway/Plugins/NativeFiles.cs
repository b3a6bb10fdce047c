using System.Security.Cryptography;
using System.Text;

namespace PolicyGate.Gateway.Plugins;

/// <summary>
/// The native libraries of a plugin's folder: by them two versions of it can live in one process, or not.
/// </summary>
internal static class NativeFiles
{
    private static ReadOnlySpan<byte> Elf => [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>SHA-256 over their names and contents; equal where there are none.</summary>
    public static string DigestOf(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in FolderDigest.Files(folder))
        {
            string path = Path.Combine(folder, file);
            if (!IsNative(path))
                continue;
            using FileStream content = File.OpenRead(path);
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\0{content.Length}\0"));
            hash.AppendData(SHA256.HashData(content));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsNative(string path)
    {
        // Links lead to a file beside them, which is looked at itself; broken ones to nothing.
        if (FolderDigest.InnerLink(path) is not null || !File.Exists(path))
            return false;
        Span<byte> first = stackalloc byte[Elf.Length];
        using FileStream content = File.OpenRead(path);
        return content.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && first.SequenceEqual(Elf);
    }
}
