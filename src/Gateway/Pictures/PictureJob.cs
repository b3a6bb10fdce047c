using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// One picture on its way to a model's size: read and resized in bands, by any number of threads at once. Its memory is
/// kept from picture to picture.
/// </summary>
internal sealed class PictureJob(PictureResizer resizer)
{
    private readonly byte[] _pixels = new byte[resizer.Bytes];
    private byte[] _read = [];
    private IPictureRows? _source;
    private int _left;

    /// <summary>Height · width · 3 bytes, once the last band is done.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Takes a picture of a size that can be resized.</summary>
    /// <returns>How many bands it has; each is to be done once.</returns>
    public int Begin(IPictureRows source)
    {
        _source = source;
        int bytes = source.Height * source.Width * 3;
        if (_read.Length < bytes)
            _read = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        return _left = 1;
    }

    /// <summary>Reads and resizes one band; whoever does the last of them completes the picture.</summary>
    /// <param name="band">From 0.</param>
    /// <param name="complete">Whether the picture is complete now; to one caller alone.</param>
    public GatewayError? Do(int band, out bool complete)
    {
        complete = false;
        IPictureRows source = _source!;
        if (source.Read(band, source.Height, _read, out ReadOnlySpan<byte> pixels) is { } unread)
            return unread;
        resizer.Resize(pixels, source.Height, source.Width, _pixels);
        complete = Interlocked.Decrement(ref _left) == 0;
        return null;
    }
}
