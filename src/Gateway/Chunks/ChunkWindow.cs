namespace PolicyGate.Gateway.Chunks;

/// <summary>Sends only some rows of a chunk: its far end is the least certain, and some policies' first row is the
/// present.</summary>
/// <param name="start">First row.</param>
/// <param name="size">Rows at most.</param>
internal sealed class ChunkWindow(int start, int size)
{
    /// <summary>At least one row stays.</summary>
    public void Apply(ActionChunk chunk)
    {
        chunk.DropFirst(Math.Min(start, chunk.Rows - 1));
        chunk.KeepFirst(size);
    }

    /// <summary>How many of that many rows are sent.</summary>
    public int RowsOf(int rows) => Math.Min(rows - Math.Min(start, rows - 1), size);
}
