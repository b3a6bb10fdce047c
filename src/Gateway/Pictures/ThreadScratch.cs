namespace PolicyGate.Gateway.Pictures;

/// <summary>Each thread's own room for the band it is at, kept from band to band: it grows to the largest.</summary>
internal static class ThreadScratch
{
    private const int Alignment = 32;

    [ThreadStatic]
    private static byte[]? _rows;

    [ThreadStatic]
    private static byte[]? _tile;

    /// <summary>For rows as they are read.</summary>
    public static Span<byte> Rows(int bytes) => Of(ref _rows, bytes);

    /// <summary>For rows as a pass wants them. At a multiple of 32 bytes, and stays where it is.</summary>
    public static Span<byte> Tile(int bytes) => Of(ref _tile, bytes);

    private static unsafe Span<byte> Of(ref byte[]? memory, int bytes)
    {
        if (memory is null || memory.Length < bytes + Alignment)
            memory = GC.AllocateUninitializedArray<byte>(bytes + Alignment, pinned: true);
        // Pinned when it was allocated: the address stays.
        fixed (byte* start = memory)
            return memory.AsSpan((int)((Alignment - ((nuint)start % Alignment)) % Alignment), bytes);
    }
}
