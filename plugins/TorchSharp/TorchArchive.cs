using System.Buffers;
using System.IO.Compression;
using PolicyGate.Abstractions;

namespace PolicyGate.TorchSharp;

/// <summary>Looks at a TorchScript file, a zip, before libtorch does.</summary>
/// <remarks>
/// libtorch 1.13 does not look at the checksums: it loads weights with a turned bit, and would run them.
/// </remarks>
internal static class TorchArchive
{
    private const int BlockBytes = 1 << 20;

    /// <exception cref="PolicyLoadException">It is missing, damaged, or something else.</exception>
    public static void Check(string path, CancellationToken cancel)
    {
        if (Directory.Exists(path))
            throw new PolicyLoadException($"{path} is a folder; expected is the file that torch.jit.save wrote");
        if (!File.Exists(path))
            throw new PolicyLoadException($"{path} is not there; policy.json names it under models.TorchSharp");
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            RequireScript(path, archive);
            byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
            foreach (ZipArchiveEntry entry in archive.Entries)
                RequireWhole(path, entry, block, cancel);
            ArrayPool<byte>.Shared.Return(block);
        }
        catch (InvalidDataException failure)
        {
            throw new PolicyLoadException(
                $"{path} is no TorchScript file, or not all of it: {failure.Message} torch.jit.save writes a zip;"
                + " copy or export it again", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    private static void RequireScript(string path, ZipArchive archive)
    {
        // NAME/constants.pkl and NAME/code/…: what torch.save writes has neither.
        if (archive.Entries.Any(entry => entry.FullName.EndsWith("/constants.pkl", StringComparison.Ordinal)))
            return;
        bool pickled = archive.Entries.Any(entry => entry.Name == "data.pkl");
        throw new PolicyLoadException(pickled
            ? $"{path} is what torch.save writes, weights or a checkpoint; expected is a network with its code, from"
                + " torch.jit.save (tools/export_lerobot.py writes one for ACT)"
            : $"{path} is a zip, but no TorchScript file: it has no constants.pkl");
    }

    private static void RequireWhole(string path, ZipArchiveEntry entry, byte[] block, CancellationToken cancel)
    {
        using Stream content = entry.Open();
        uint crc = 0;
        long length = 0;
        int read;
        while ((read = content.Read(block)) > 0)
        {
            cancel.ThrowIfCancellationRequested();
            crc = Crc32.Append(crc, block.AsSpan(0, read));
            length += read;
        }
        if (crc != entry.Crc32 || length != entry.Length)
        {
            throw new PolicyLoadException(
                $"{path} is damaged: the checksum of its '{entry.FullName}' is {crc:x8}, expected is {entry.Crc32:x8};"
                + " copy or export it again");
        }
    }
}
