namespace PolicyGate.Gateway.Pictures;

/// <summary>Bytes to bytes.</summary>
/// <param name="passes">The loops.</param>
/// <param name="height">Of the result.</param>
/// <param name="width">Of the result.</param>
/// <param name="fill">The border's value.</param>
internal sealed class ByteCanvas(BytePasses passes, int height, int width, byte fill) : PictureCanvas
{
    private readonly byte[] _result = new byte[height * width * Channels];
    private byte[] _lines = [];
    private byte[] _rows = [];
    private PictureFrame? _frame;

    public override ReadOnlySpan<byte> Pixels => _result;

    public override void Prepare(ResamplePlan plan)
    {
        Grow(ref _lines, plan.Lines.Length * LineBytes(plan));
        if (plan.RowsFirst)
            Grow(ref _rows, plan.Frame.Height * LineBytes(plan));
        if (_frame == plan.Frame)
            return;
        _frame = plan.Frame;
        _result.AsSpan().Fill(fill);
    }

    public override void Take(ResamplePlan plan, int firstLine, ReadOnlySpan<byte> lines)
    {
        int stride = LineBytes(plan);
        Span<byte> target = _lines.AsSpan(firstLine * stride);
        if (plan.Columns is null || plan.RowsFirst)
            lines.CopyTo(target);
        else
            passes.Columns(lines, plan.SourceWidth, plan.Columns, target, stride);
    }

    public override void Complete(ResamplePlan plan)
    {
        int stride = width * Channels;
        int lineBytes = LineBytes(plan);
        ReadOnlySpan<byte> lines = _lines.AsSpan(0, plan.Lines.Length * lineBytes);
        Span<byte> target = _result.AsSpan((plan.Frame.Top * stride) + (plan.Frame.Left * Channels));
        if (plan.RowsFirst)
        {
            Span<byte> rows = _rows.AsSpan(0, plan.Frame.Height * lineBytes);
            passes.Rows(lines, lineBytes, plan.Rows!, rows, lineBytes);
            passes.Columns(rows, plan.SourceWidth, plan.Columns!, target, stride);
        }
        else if (plan.Rows is not null)
        {
            passes.Rows(lines, lineBytes, plan.Rows, target, stride);
        }
        else
        {
            for (int row = 0; row < plan.Frame.Height; row++)
                lines.Slice(row * lineBytes, lineBytes).CopyTo(target[(row * stride)..]);
        }
    }

    /// <summary>Of a line as it waits for <see cref="Complete"/>.</summary>
    private static int LineBytes(ResamplePlan plan) =>
        Channels * (plan.RowsFirst ? plan.SourceWidth : plan.Frame.Width);

    private static void Grow(ref byte[] memory, int bytes)
    {
        if (memory.Length < bytes)
            memory = GC.AllocateUninitializedArray<byte>(bytes);
    }
}
