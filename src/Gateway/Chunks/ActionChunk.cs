namespace PolicyGate.Gateway.Chunks;

/// <summary>Rows of joint targets, one every interval; its memory is kept from tick to tick.</summary>
internal sealed class ActionChunk
{
    private float[] _values = [];

    public int Rows { get; private set; }

    /// <summary>Values in a row.</summary>
    public int Width { get; private set; }

    /// <summary>Nanoseconds between rows.</summary>
    public long IntervalNanoseconds { get; set; }

    /// <summary>For the robot's low-pass filter; null where the policy names none.</summary>
    public double? CutoffHz { get; set; }

    public Span<float> Values => _values.AsSpan(0, Rows * Width);

    public Span<float> Row(int row) => _values.AsSpan(row * Width, Width);

    /// <summary>Makes room; the contents are undefined.</summary>
    public void Resize(int rows, int width)
    {
        int count = checked(rows * width);
        if (_values.Length < count)
            _values = new float[count];
        (Rows, Width) = (rows, width);
    }

    /// <summary>Makes every row this one.</summary>
    public void Fill(ReadOnlySpan<float> row)
    {
        for (int i = 0; i < Rows; i++)
            row.CopyTo(Row(i));
    }

    /// <summary>Leaves out the first rows.</summary>
    public void DropFirst(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, Rows);
        Values[(rows * Width)..].CopyTo(_values);
        Rows -= rows;
    }

    /// <summary>Leaves out all but the first rows.</summary>
    public void KeepFirst(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Rows = Math.Min(rows, Rows);
    }

    /// <summary>Repeats the last row until there are as many; never leaves any out.</summary>
    public void FillUpTo(int rows)
    {
        int filled = Rows;
        if (filled == 0 || filled >= rows)
            return;
        float[] before = _values;
        Resize(rows, Width);
        if (before != _values)
            before.AsSpan(0, filled * Width).CopyTo(_values);
        for (int row = filled; row < rows; row++)
            Row(filled - 1).CopyTo(Row(row));
    }

    public void CopyFrom(ActionChunk other)
    {
        Resize(other.Rows, other.Width);
        other.Values.CopyTo(_values);
        (IntervalNanoseconds, CutoffHz) = (other.IntervalNanoseconds, other.CutoffHz);
    }
}
