namespace PolicyGate.Gateway.Pictures;

/// <summary>How pictures of one size become pictures of another: which rows are read, and the passes.</summary>
/// <remarks>
/// <code>
///   camera's picture        lines                      inner picture, in its frame
///   ┌──────────────┐ ┐      ┌──────┐                   ┌────────────────┐
///   │ row, used    │ │ band │      │                   │ border         │
///   │ row, not     │ │ ───▶ │      │  ───────────────▶ │ ┌──────┐       │
///   │ row, used    │ ┘      │      │  rows, when all   │ │      │       │
///   │ …            │        │      │  lines are there  │ └──────┘       │
///   └──────────────┘        └──────┘                   └────────────────┘
///              columns, line by line
/// </code>
/// Where rows go first, the lines are the source's own, and both passes run when all are there.
/// </remarks>
internal sealed class ResamplePlan
{
    // A band and what becomes of it stay in the second-level cache, 512 KiB on the smallest in use, of which a
    // neighbour may have half. Of 24 to 256 KiB, 48 to 96 were the fastest with two threads; alone all are alike.
    private const int BandBytes = 96 << 10;

    // Whole tiles of the horizontal pass.
    private const int BandMultiple = 8;

    // A call to the kernel costs about as much as copying this much: shorter gaps between used rows are read as well.
    private const int ReadGapBytes = 8 << 10;

    private const int Channels = 3;

    /// <exception cref="ArgumentException">The frame has no pixel.</exception>
    public ResamplePlan(ResizeRecipe recipe, int sourceHeight, int sourceWidth, PictureFrame frame)
    {
        if (frame.Height < 1 || frame.Width < 1)
            throw new ArgumentException($"{sourceHeight}×{sourceWidth} does not fit", nameof(frame));
        (SourceHeight, SourceWidth, Frame) = (sourceHeight, sourceWidth, frame);
        // An axis that keeps its size is left alone, not filtered.
        ResampleTaps? rows = sourceHeight == frame.Height ? null : Taps(recipe, sourceHeight, frame.Height);
        ResampleTaps? columns = sourceWidth == frame.Width ? null : Taps(recipe, sourceWidth, frame.Width);
        // Since Pillow 13; before, columns always came first, as in torch.
        // https://github.com/python-pillow/Pillow/pull/9549
        RowsFirst = recipe.Arithmetic is ResizeArithmetic.Pillow13 && rows is not null && columns is not null
            && sourceHeight - frame.Height > Math.Max(0, 2 * (sourceWidth - frame.Width));
        Lines = rows is null
            ? [.. Enumerable.Range(0, sourceHeight)]
            : UsedLines(rows, ReadGapBytes / (sourceWidth * Channels));
        rows = rows?.Renumbered(Lines);
        (Rows, Columns) = (Fixed(rows, recipe), Fixed(columns, recipe));
        (FloatRows, FloatColumns) = (Single(rows, recipe), Single(columns, recipe));
        (LinesInBand, Bands) = Divide(Lines.Length, sourceWidth * Channels);
    }

    public int SourceHeight { get; }

    public int SourceWidth { get; }

    public PictureFrame Frame { get; }

    /// <summary>The rows of the source that are read, ascending.</summary>
    public int[] Lines { get; }

    /// <summary>Lines that are read and brought to their width at once; the last band may have fewer.</summary>
    public int LinesInBand { get; }

    public int Bands { get; }

    /// <summary>Bytes to bytes: the vertical axis, from lines to rows; null where the height stays.</summary>
    public FixedWeights? Rows { get; }

    /// <summary>Bytes to bytes: the horizontal axis; null where the width stays.</summary>
    public FixedWeights? Columns { get; }

    /// <summary>Bytes to floats, as <see cref="Rows"/>.</summary>
    public FloatWeights? FloatRows { get; }

    /// <summary>Bytes to floats, as <see cref="Columns"/>.</summary>
    public FloatWeights? FloatColumns { get; }

    /// <summary>The order matters: between the passes values are rounded to 8 bits and clipped.</summary>
    public bool RowsFirst { get; }

    private static ResampleTaps Taps(ResizeRecipe recipe, int inputSize, int outputSize) => recipe.Filter switch
    {
        ResizeFilter.TwoTaps => TwoTaps.Of(inputSize, outputSize, recipe.IsFloat),
        ResizeFilter.Bilinear => WideningKernel.Bilinear(inputSize, outputSize),
        ResizeFilter.Bicubic => WideningKernel.Bicubic(inputSize, outputSize),
        _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Filter, "has no taps"),
    };

    private static FixedWeights? Fixed(ResampleTaps? taps, ResizeRecipe recipe) => recipe.Arithmetic switch
    {
        _ when taps is null => null,
        ResizeArithmetic.Torch => FixedWeights.AsTorch(taps),
        ResizeArithmetic.Pillow12 or ResizeArithmetic.Pillow13 => FixedWeights.AsPillow(taps),
        _ => null,
    };

    private static FloatWeights? Single(ResampleTaps? taps, ResizeRecipe recipe) =>
        taps is null || !recipe.IsFloat ? null : new FloatWeights(taps);

    private static int[] UsedLines(ResampleTaps rows, int shortGap)
    {
        List<int> lines = [];
        int next = rows.Windows[0].Start;
        foreach ((int start, int count) in rows.Windows)
        {
            int from = start - next <= shortGap ? next : start;
            for (int line = from; line < start + count; line++)
                lines.Add(line);
            next = Math.Max(next, start + count);
        }
        return [.. lines];
    }

    /// <summary>Bands as equal as whole tiles allow: threads that share them end together.</summary>
    private static (int LinesInBand, int Bands) Divide(int lines, int stride)
    {
        int most = Math.Max(BandBytes / stride, 1);
        int wanted = (lines + most - 1) / most;
        int each = (lines + wanted - 1) / wanted;
        each = (each + BandMultiple - 1) / BandMultiple * BandMultiple;
        return (each, (lines + each - 1) / each);
    }
}
