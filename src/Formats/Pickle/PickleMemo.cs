namespace PolicyGate.Formats.Pickle;

/// <summary>Values that were numbered to be referred to again.</summary>
internal sealed class PickleMemo
{
    private const int Absent = -1;

    private readonly PickleTable<int> _values = new();

    /// <summary>Numbers in use, which is the number that MEMOIZE takes.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        _values.Clear();
        Count = 0;
    }

    /// <param name="number">Checked by the caller: memory is taken up to it.</param>
    /// <param name="value">Index of it.</param>
    public void Set(int number, int value)
    {
        while (_values.Count <= number)
            _values.Add(Absent);
        if (_values[number] == Absent)
            Count++;
        _values[number] = value;
    }

    public bool TryGet(ulong number, out int value)
    {
        value = number < (ulong)_values.Count ? _values[(int)number] : Absent;
        return value != Absent;
    }
}
