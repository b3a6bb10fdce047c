namespace PolicyGate.Gateway.Replay;

/// <summary>Memory that is filled anew for each tick.</summary>
internal sealed class KeptMemory<T>
{
    private T[] _items = [];

    /// <returns>A copy, good until the next.</returns>
    public ReadOnlyMemory<T> Fill(ReadOnlySpan<T> items)
    {
        if (_items.Length < items.Length)
            _items = new T[items.Length];
        items.CopyTo(_items);
        return _items.AsMemory(0, items.Length);
    }
}
