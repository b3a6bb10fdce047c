using System.Security.Cryptography;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Recording;

/// <summary>A policy folder's files, by name, size and content.</summary>
internal static class PolicyFiles
{
    /// <exception cref="IOException">The folder, or a file of it, cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static IReadOnlyList<RecordedPolicyFile> Of(string folder) =>
        [.. FolderDigest.Files(folder).Select(file => Read(folder, file))];

    private static RecordedPolicyFile Read(string folder, string file)
    {
        using FileStream content = File.OpenRead(Path.Combine(folder, file));
        return new RecordedPolicyFile(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
