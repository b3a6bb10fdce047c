namespace PolicyGate.Formats.Pickle;

/// <summary>Values not yet put anywhere, and the marks between them.</summary>
internal sealed class PickleStack
{
    private readonly PickleTable<int> _values = new();
    private readonly PickleTable<int> _marks = new();

    public int Count => _values.Count;

    public int Marks => _marks.Count;

    /// <summary>Values above the last mark.</summary>
    public int CountAboveMark => _values.Count - Floor;

    private int Floor => _marks.Count > 0 ? _marks[_marks.Count - 1] : 0;

    public void Clear()
    {
        _values.Clear();
        _marks.Clear();
    }

    public void Push(int value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public bool TryPeek(out int value)
    {
        bool has = CountAboveMark > 0;
        value = has ? _values[_values.Count - 1] : -1;
        return has;
    }

    /// <summary>Never takes what lies below a mark.</summary>
    public bool TryPop(out int value)
    {
        bool has = TryPeek(out value);
        if (has)
            _values.Truncate(_values.Count - 1);
        return has;
    }

    /// <summary>The values on top.</summary>
    public bool TryTop(int count, out ReadOnlySpan<int> values)
    {
        values = CountAboveMark >= count ? _values.Items[^count..] : [];
        return CountAboveMark >= count;
    }

    /// <summary>Takes the last mark away and gives what lay above it, which stays until <see cref="Drop"/>.</summary>
    public bool TryUnmark(out ReadOnlySpan<int> values)
    {
        values = [];
        if (_marks.Count == 0)
            return false;
        values = _values.Items[Floor..];
        _marks.Truncate(_marks.Count - 1);
        return true;
    }

    public void Drop(int count) => _values.Truncate(_values.Count - count);
}
