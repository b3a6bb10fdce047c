using System.Security.Cryptography;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>Where TensorRT keeps what it built: engines by the model's contents, timings of kernels for all.</summary>
/// <param name="Engines">A folder of this model alone.</param>
/// <param name="Timings">A folder.</param>
internal sealed record EngineCache(string Engines, string Timings)
{
    private const UnixFileMode OwnersAlone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folders, for this user alone: an engine that is loaded is code that is run.</summary>
    /// <param name="folder">Absolute; null for <c>policygate/tensorrt</c> in the user's cache.</param>
    /// <param name="modelPath">The engine's own key leaves the weights out, so that a model that was trained on would
    /// get the old engine; this one is of all that the model's files hold.</param>
    /// <exception cref="PolicyLoadException">A folder cannot be made, or nobody says where.</exception>
    public static EngineCache Open(string? folder, string modelPath)
    {
        string root = folder ?? Default();
        try
        {
            string engines = Path.Combine(root, KeyOf(modelPath));
            foreach (string path in (ReadOnlySpan<string>)[root, engines])
                Directory.CreateDirectory(path, OwnersAlone);
            return new EngineCache(engines, root);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException(
                $"TensorRT's cache cannot be kept in {root}: {failure.Message}; let CacheFolder name a folder that can"
                + " be written", failure);
        }
    }

    private static string Default()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) && Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
            cache = Path.Combine(home, ".cache");
        return !string.IsNullOrEmpty(cache)
            ? Path.Combine(cache, "policygate", "tensorrt")
            : throw new PolicyLoadException(
                "TensorRT's cache has no place: neither HOME nor XDG_CACHE_HOME is set; let CacheFolder name a folder");
    }

    private static string KeyOf(string modelPath)
    {
        const int KeyBytes = 8;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        foreach (FileInfo file in ModelFile.All(modelPath).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            using FileStream stream = file.OpenRead();
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
                hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, KeyBytes));
    }
}
