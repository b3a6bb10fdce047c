using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Swaps;

/// <summary>A private copy of a policy folder; removed with the last that is disposed of.</summary>
/// <param name="folder">Where it lies.</param>
/// <param name="digest">Of its content.</param>
/// <param name="inUse">Keeps others from removing it.</param>
/// <param name="logger">Told where it cannot be removed.</param>
internal sealed class PolicyCopy(string folder, string digest, FileStream inUse, ILogger logger) : IDisposable
{
    public const string Lock = ".lock";

    public string Folder => folder;

    public string Digest => digest;

    public void Dispose()
    {
        inUse.Dispose();
        Remove(folder, logger);
    }

    /// <summary>Removes a copy that nobody uses; leaves it where somebody does.</summary>
    public static void Remove(string folder, ILogger logger)
    {
        try
        {
            using FileStream alone =
                new(folder + Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            File.Delete(folder + Lock);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.CopyKept(logger, folder, failure.Message);
        }
    }
}
