namespace PolicyGate.Formats.Pickle;

/// <summary>A list that is emptied and filled again without giving up its memory.</summary>
internal sealed class PickleTable<T>
    where T : struct
{
    private const int FirstCapacity = 64;

    private T[] _items = [];

    public int Count { get; private set; }

    public Span<T> Items => _items.AsSpan(0, Count);

    public ref T this[int index] => ref Items[index];

    /// <returns>Its index.</returns>
    public int Add(in T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(FirstCapacity, 2 * Count));
        _items[Count] = item;
        return Count++;
    }

    /// <summary>Cuts it to its first items.</summary>
    public void Truncate(int count) => Count = Math.Min(count, Count);

    public void Clear() => Count = 0;
}
