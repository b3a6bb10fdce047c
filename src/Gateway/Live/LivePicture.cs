using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Gateway.Live;

/// <summary>One camera's last picture, made small by leaving pixels out.</summary>
/// <param name="name">As <c>head_left</c>.</param>
internal sealed class LivePicture(string name)
{
    private const int MostWidth = 320;
    private const int BytesPerPixel = 3;

    private readonly Lock _gate = new();
    private byte[] _pixels = [];
    private byte[] _row = [];
    private int _height;
    private int _width;
    private DateTimeOffset _at;

    public string Name => name;

    /// <summary>By the robot's thread; left where somebody is copying the last one this moment.</summary>
    public void Take(CameraImage image, DateTimeOffset at)
    {
        if (!image.Present || !_gate.TryEnter())
            return;
        try
        {
            int step = ((image.Width - 1) / MostWidth) + 1;
            int height = ((image.Height - 1) / step) + 1;
            int width = ((image.Width - 1) / step) + 1;
            if (_pixels.Length < height * width * BytesPerPixel)
                _pixels = new byte[height * width * BytesPerPixel];
            if (_row.Length < image.Width * BytesPerPixel)
                _row = new byte[image.Width * BytesPerPixel];
            (_height, _width) = (0, width);
            for (int row = 0; row < height; row++)
            {
                if (image.Read(row * step, 1, _row, out ReadOnlySpan<byte> pixels) is not null)
                    return;
                Thin(pixels, step, _pixels.AsSpan(row * width * BytesPerPixel, width * BytesPerPixel));
            }
            (_height, _at) = (height, at);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>By whoever looks.</summary>
    /// <param name="at">When it was taken.</param>
    /// <returns>Null where there is none yet.</returns>
    public byte[]? Png(out DateTimeOffset at)
    {
        byte[] copy;
        int height, width;
        lock (_gate)
        {
            (height, width, at) = (_height, _width, _at);
            copy = _pixels.AsSpan(0, height * width * BytesPerPixel).ToArray();
        }
        return height == 0 ? null : PngWriter.Write(copy, height, width);
    }

    private static void Thin(ReadOnlySpan<byte> row, int step, Span<byte> into)
    {
        if (step == 1)
        {
            row.CopyTo(into);
            return;
        }
        for (int from = 0, to = 0; to < into.Length; from += step * BytesPerPixel, to += BytesPerPixel)
            row.Slice(from, BytesPerPixel).CopyTo(into[to..]);
    }
}
