namespace PolicyGate.Formats.Arrow;

/// <summary>A file's dictionaries or record batches, in its order; the memory is kept from file to file.</summary>
internal sealed class ArrowBlocks
{
    private ArrowBlock[] _blocks = new ArrowBlock[1];

    public int Count { get; private set; }

    public ArrowBlock this[int index] => _blocks.AsSpan(0, Count)[index];

    public void Clear() => Count = 0;

    /// <param name="block">Whose number the caller has held against the limits.</param>
    public void Add(ArrowBlock block)
    {
        if (Count == _blocks.Length)
            Array.Resize(ref _blocks, 2 * Count);
        _blocks[Count++] = block;
    }
}
