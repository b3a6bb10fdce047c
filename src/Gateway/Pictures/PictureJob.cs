using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// One picture on its way to a model's size: read and resized in bands, by any number of threads at once. Its memory is
/// kept from picture to picture.
/// </summary>
internal sealed class PictureJob(PictureResizer resizer)
{
    private const int Channels = 3;

    private readonly PictureCanvas _canvas = resizer.CreateCanvas();
    private IPictureRows? _source;
    private ResamplePlan? _plan;
    private int _left;

    /// <summary>Height · width · 3 bytes, once the last band is done; none where the method gives floats.</summary>
    public ReadOnlySpan<byte> Pixels => _canvas.Pixels;

    /// <summary>
    /// Height · width · 3 floats, once the last band is done; none where the method gives bytes. 0…255 as bytes have
    /// it; a bicubic filter goes somewhat beyond, and a border may be anything (pi0's is −255).
    /// </summary>
    public ReadOnlySpan<float> Values => _canvas.Values;

    /// <summary>Takes a picture of a size that can be resized.</summary>
    /// <returns>How many bands it has; each is to be done once.</returns>
    public int Begin(IPictureRows source)
    {
        (_source, _plan) = (source, resizer.PlanFor(source.Height, source.Width));
        _canvas.Prepare(_plan);
        return _left = _plan.Bands;
    }

    /// <summary>Reads and resizes one band; whoever does the last of them completes the picture.</summary>
    /// <param name="band">From 0.</param>
    /// <param name="complete">Whether the picture is complete now; to one caller alone.</param>
    public GatewayError? Do(int band, out bool complete)
    {
        complete = false;
        ResamplePlan plan = _plan!;
        int first = band * plan.LinesInBand;
        int count = Math.Min(plan.LinesInBand, plan.Lines.Length - first);
        Span<byte> room = ThreadScratch.Rows(count * plan.SourceWidth * Channels);
        if (Read(plan.Lines.AsSpan(first, count), room, out ReadOnlySpan<byte> lines) is { } unread)
            return unread;
        _canvas.Take(plan, first, lines);
        if (Interlocked.Decrement(ref _left) > 0)
            return null;
        _canvas.Complete(plan);
        complete = true;
        return null;
    }

    /// <summary>Reads rows, those that follow each other at once.</summary>
    /// <param name="rows">Ascending.</param>
    /// <param name="room">For all of them.</param>
    /// <param name="pixels">All of them, without a gap: in the picture's own memory or in the room.</param>
    private GatewayError? Read(ReadOnlySpan<int> rows, Span<byte> room, out ReadOnlySpan<byte> pixels)
    {
        IPictureRows source = _source!;
        if (rows[^1] - rows[0] == rows.Length - 1)
            return source.Read(rows[0], rows.Length, room, out pixels);
        pixels = room;
        int stride = source.Width * Channels;
        for (int at = 0; at < rows.Length;)
        {
            int end = at + 1;
            while (end < rows.Length && rows[end] - rows[at] == end - at)
                end++;
            Span<byte> target = room[(at * stride)..(end * stride)];
            if (source.Read(rows[at], end - at, target, out ReadOnlySpan<byte> run) is { } unread)
                return unread;
            if (run != target)
                run.CopyTo(target);
            at = end;
        }
        return null;
    }
}
