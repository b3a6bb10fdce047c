using System.Security.Cryptography;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>A policy folder's files, by name, size and content.</summary>
internal static class PolicyFiles
{
    public static IReadOnlyList<RecordedPolicyFile> Of(string folder) =>
        [.. FolderDigest.Files(folder).Select(file => Read(folder, file))];

    private static RecordedPolicyFile Read(string folder, string file)
    {
        using FileStream content = File.OpenRead(Path.Combine(folder, file));
        return new RecordedPolicyFile(file, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
