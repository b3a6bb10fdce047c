using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison;

/// <summary>How much of an input is played: by its bytes, since its ticks are not counted before.</summary>
internal sealed class InputProgress
{
    // Of a recorded row, without what is counted.
    private const int BytesBeside = 512;

    private readonly long _maximumTicks;
    private readonly long _bytes;
    private long _played;
    private long _ticks;

    public InputProgress(ComparisonRequest request)
    {
        _maximumTicks = request.MaximumTicks;
        _bytes = Math.Max(1, Bytes(request.Input.Name));
    }

    /// <returns>The share that is played, 0 to 1.</returns>
    public double Advance(RecordedTick tick)
    {
        _ticks++;
        _played += tick.Request.Length + tick.Observation.Length + tick.Reply.Length + BytesBeside
            + (sizeof(float) * (tick.Raw.Length + tick.Chunk.Length));
        return Math.Min(1, Math.Max((double)_ticks / _maximumTicks, (double)_played / _bytes));
    }

    private static long Bytes(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Unpacked);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>gzip has the size at its end, modulo 4 GiB (RFC 1952).</summary>
    private static long Unpacked(FileInfo file)
    {
        if (file.Extension != ".gz" || file.Length < sizeof(uint))
            return file.Length;
        using FileStream packed = file.OpenRead();
        packed.Seek(-sizeof(uint), SeekOrigin.End);
        Span<byte> size = stackalloc byte[sizeof(uint)];
        packed.ReadExactly(size);
        return BitConverter.ToUInt32(size);
    }
}
