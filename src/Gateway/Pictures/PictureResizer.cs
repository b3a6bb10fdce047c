using System.Buffers;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Brings RGB pictures of any size to one size, byte for byte as the program does that the policy was trained with. Any
/// number of threads at once.
/// </summary>
internal sealed class PictureResizer(ResizeMethod method, int height, int width)
{
    // A robot's cameras have one size, or two; a peer that changes its size with every picture costs a table each time.
    private const int KeptPlans = 4;

    private readonly ResamplePlan?[] _plans = new ResamplePlan?[KeptPlans];
    private int _nextPlan;

    /// <summary>Of a resized picture.</summary>
    public int Bytes => height * width * 3;

    /// <param name="source">Rows from the top, RGB, no padding.</param>
    /// <param name="sourceHeight">Rows of the source.</param>
    /// <param name="sourceWidth">Pixels of a row of the source.</param>
    /// <param name="destination">Receives height · width · 3 bytes.</param>
    public void Resize(ReadOnlySpan<byte> source, int sourceHeight, int sourceWidth, Span<byte> destination)
    {
        ResamplePlan plan = PlanFor(sourceHeight, sourceWidth);
        switch (plan)
        {
            case { Rows: null, Columns: null }:
                source.CopyTo(destination);
                break;
            case { Rows: null, Columns: { } columns }:
                ResamplePasses.Columns(source, sourceWidth, columns, destination);
                break;
            case { Rows: { } rows, Columns: null }:
                ResamplePasses.Rows(source, firstRow: 0, sourceWidth * 3, rows, destination);
                break;
            case { Rows: { } rows, Columns: { } columns, RowsFirst: true }:
                RowsThenColumns(source, sourceWidth, rows, columns, destination);
                break;
            case { Rows: { } rows, Columns: { } columns }:
                ColumnsThenRows(source, sourceWidth, rows, columns, destination);
                break;
        }
    }

    private void ColumnsThenRows(
        ReadOnlySpan<byte> source, int sourceWidth, ResampleWeights rows, ResampleWeights columns,
        Span<byte> destination)
    {
        int first = rows.FirstInput;
        ReadOnlySpan<byte> used = source[(first * sourceWidth * 3)..(rows.EndInput * sourceWidth * 3)];
        int bytes = (rows.EndInput - first) * width * 3;
        byte[] between = ArrayPool<byte>.Shared.Rent(bytes);
        ResamplePasses.Columns(used, sourceWidth, columns, between.AsSpan(0, bytes));
        ResamplePasses.Rows(between.AsSpan(0, bytes), first, width * 3, rows, destination);
        ArrayPool<byte>.Shared.Return(between);
    }

    private void RowsThenColumns(
        ReadOnlySpan<byte> source, int sourceWidth, ResampleWeights rows, ResampleWeights columns,
        Span<byte> destination)
    {
        int bytes = height * sourceWidth * 3;
        byte[] between = ArrayPool<byte>.Shared.Rent(bytes);
        ResamplePasses.Rows(source, firstRow: 0, sourceWidth * 3, rows, between.AsSpan(0, bytes));
        ResamplePasses.Columns(between.AsSpan(0, bytes), sourceWidth, columns, destination);
        ArrayPool<byte>.Shared.Return(between);
    }

    private ResamplePlan PlanFor(int sourceHeight, int sourceWidth)
    {
        for (int i = 0; i < _plans.Length; i++)
        {
            ResamplePlan? plan = Volatile.Read(ref _plans[i]);
            if (plan is not null && plan.SourceHeight == sourceHeight && plan.SourceWidth == sourceWidth)
                return plan;
        }
        // Two threads may make the same plan at once: the one thrown away was only work.
        var made = new ResamplePlan(method, sourceHeight, sourceWidth, height, width);
        int place = (int)((uint)Interlocked.Increment(ref _nextPlan) % KeptPlans);
        Volatile.Write(ref _plans[place], made);
        return made;
    }
}
