using System.IO.Compression;
using PolicyGate.Abstractions;

namespace PolicyGate.TorchSharp;

/// <summary>Looks at a TorchScript file before libtorch does.</summary>
internal static class TorchArchive
{
    public static void Check(string path, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Directory.Exists(path))
            throw new PolicyLoadException($"{path} is a folder; policy.json names it under models.TorchSharp");
        if (!File.Exists(path))
            throw new PolicyLoadException($"{path} is not there; policy.json names it under models.TorchSharp");
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
        }
        catch (InvalidDataException failure)
        {
            throw new PolicyLoadException($"{path} is no TorchScript file: {failure.Message}", failure);
        }
    }
}
