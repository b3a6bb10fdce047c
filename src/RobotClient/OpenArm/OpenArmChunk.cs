namespace PolicyGate.RobotClient.OpenArm;

/// <summary>The rows of one answer, <c>[T, A]</c>, all finite; its memory is kept from answer to answer.</summary>
internal sealed class OpenArmChunk
{
    private float[] _values = new float[1024];
    private int _count;

    /// <summary>T; 0 for a skip.</summary>
    public int Rows { get; private set; }

    /// <summary>A; 0 before the first row ended.</summary>
    public int Width { get; private set; }

    /// <summary>Between rows; positive where there are rows.</summary>
    public long IntervalNanoseconds { get; set; }

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Rows * Width);

    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Width, Width);

    public void Clear()
    {
        (_count, Rows, Width) = (0, 0, 0);
        IntervalNanoseconds = 0;
    }

    /// <summary>Adds a value to the row that is being read.</summary>
    public void Add(float value)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, _values.Length * 2);
        _values[_count++] = value;
    }

    /// <summary>How many values have been added to the row that is being read.</summary>
    public int Begun => _count - (Rows * Width);

    /// <summary>Ends the row that is being read; all rows are as wide as the first.</summary>
    public void EndRow()
    {
        if (Rows == 0)
            Width = _count;
        Rows++;
    }
}
