namespace PolicyGate.Gateway.Pictures;

/// <summary>Bytes to floats, 0…255 and, by a bicubic filter, somewhat beyond.</summary>
/// <param name="height">Of the result.</param>
/// <param name="width">Of the result.</param>
/// <param name="fill">The border's value.</param>
internal sealed class FloatCanvas(int height, int width, float fill) : PictureCanvas
{
    private readonly float[] _result = new float[height * width * Channels];
    private float[] _lines = [];
    private PictureFrame? _frame;

    public override ReadOnlySpan<float> Values => _result;

    public override void Prepare(ResamplePlan plan)
    {
        int values = plan.Lines.Length * plan.Frame.Width * Channels;
        if (_lines.Length < values)
            _lines = GC.AllocateUninitializedArray<float>(values);
        if (_frame == plan.Frame)
            return;
        _frame = plan.Frame;
        _result.AsSpan().Fill(fill);
    }

    public override void Take(ResamplePlan plan, int firstLine, ReadOnlySpan<byte> lines)
    {
        Span<float> target = _lines.AsSpan(firstLine * plan.Frame.Width * Channels);
        if (plan.FloatColumns is null)
            FloatPasses.Widen(lines, target);
        else
            FloatPasses.Columns(lines, plan.SourceWidth, plan.FloatColumns, target);
    }

    public override void Complete(ResamplePlan plan)
    {
        int stride = width * Channels;
        int lineValues = plan.Frame.Width * Channels;
        ReadOnlySpan<float> lines = _lines.AsSpan(0, plan.Lines.Length * lineValues);
        Span<float> target = _result.AsSpan((plan.Frame.Top * stride) + (plan.Frame.Left * Channels));
        if (plan.FloatRows is not null)
        {
            FloatPasses.Rows(lines, lineValues, plan.FloatRows, target, stride);
            return;
        }
        for (int row = 0; row < plan.Frame.Height; row++)
            lines.Slice(row * lineValues, lineValues).CopyTo(target[(row * stride)..]);
    }
}
