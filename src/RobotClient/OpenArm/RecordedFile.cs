using System.IO.Compression;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>A recording's observation file, as it is or gzipped.</summary>
internal static class RecordedFile
{
    // Five cameras of 1080×1920 with a history of 8; what the gateway takes by default.
    private const long MaximumBytes = 256L << 20;

    /// <summary>Only the name counts: the recording may have been moved.</summary>
    /// <param name="folder">Of the recording.</param>
    /// <param name="dataPath">As the robot named it then.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Find(string folder, string dataPath)
    {
        string plain = Path.Combine(Path.GetFullPath(folder), Path.GetFileName(dataPath));
        string packed = plain + ".gz";
        return File.Exists(packed) ? packed
            : File.Exists(plain) ? plain
            : throw new FileNotFoundException($"neither {plain} nor {packed} is there");
    }

    /// <summary>Unpacks it.</summary>
    /// <param name="path">As found.</param>
    /// <param name="into">Gets the bytes in place of what it holds.</param>
    /// <exception cref="InvalidDataException">It cannot be unpacked, or is too large.</exception>
    public static void Read(string path, MemoryStream into)
    {
        using Stream file = File.OpenRead(path);
        bool packed = path.EndsWith(".gz", StringComparison.Ordinal);
        using Stream unpacked = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        into.SetLength(0);
        Span<byte> part = stackalloc byte[16 << 10];
        for (int read; (read = unpacked.Read(part)) > 0;)
        {
            into.Write(part[..read]);
            if (into.Length > MaximumBytes)
                throw new InvalidDataException($"{path} is larger than {MaximumBytes} bytes unpacked");
        }
    }
}
