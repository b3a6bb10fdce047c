namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>The joints and moments of a chunk that both sides have.</summary>
/// <remarks>
/// A robot reaches row 0 one interval after it has taken a chunk, and goes between rows by straight lines. So where
/// the intervals differ, the finer chunk is read between its rows at the coarser one's moments, and no row is made up.
/// </remarks>
internal sealed class SharedGrid
{
    // 1/30 s is cut to 33 333 333 ns, and half of that to 16 666 666: such a place is a row, not a point between two.
    private const double SameRow = 1e-3;

    /// <param name="a">A's own.</param>
    /// <param name="b">B's own.</param>
    /// <param name="jointsA">Indices in A's rows, by shared joint.</param>
    /// <param name="jointsB">In B's rows.</param>
    public SharedGrid(ChunkForm a, ChunkForm b, IReadOnlyList<int> jointsA, IReadOnlyList<int> jointsB)
    {
        (A, B) = (new SideGrid(a, jointsA), new SideGrid(b, jointsB));
        StepNanoseconds = Math.Max(a.IntervalNanoseconds, b.IntervalNanoseconds);
        Steps = StepsWithin(a.Rows, a.IntervalNanoseconds, b.Rows, b.IntervalNanoseconds);
    }

    public SideGrid A { get; }

    public SideGrid B { get; }

    public int Joints => A.Joints.Count;

    /// <summary>Moments that lie within both chunks.</summary>
    public int Steps { get; }

    public long StepNanoseconds { get; }

    /// <summary>The coarser chunk's moments that lie within both.</summary>
    public static int StepsWithin(int rowsA, long intervalA, int rowsB, long intervalB)
    {
        double step = Math.Max(intervalA, intervalB);
        double shorter = Math.Min((double)rowsA * intervalA, (double)rowsB * intervalB);
        return (int)((shorter / step) + SameRow);
    }

    /// <summary>A joint's place at a moment of a chunk.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="width">Of a row.</param>
    /// <param name="joint">In the row.</param>
    /// <param name="place">In rows; 0 is the first. Held beyond the last.</param>
    public static double At(ReadOnlySpan<float> rows, int width, int joint, double place)
    {
        int last = (rows.Length / width) - 1;
        place = Math.Clamp(place, 0, last);
        double whole = Math.Round(place);
        if (Math.Abs(place - whole) < SameRow)
            return rows[((int)whole * width) + joint];
        int low = (int)place;
        double from = rows[(low * width) + joint];
        double to = rows[((low + 1) * width) + joint];
        return from + ((to - from) * (place - low));
    }
}
