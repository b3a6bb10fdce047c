using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Gateway.Observations;

/// <summary>One camera's picture: in memory, or still where the robot has put it.</summary>
/// <remarks>
/// A picture is mostly read once, in bands, by whoever resizes it: to bring it into memory first would push it through
/// the processor's caches twice.
/// </remarks>
/// <param name="name">Without a wire's prefix, as <c>head_left</c>.</param>
/// <param name="memory">What pictures of robots are brought into; null takes it from nobody, without a limit.</param>
internal sealed class CameraImage(string name, PictureMemory? memory = null) : IPictureRows
{
    private const int BytesPerPixel = 3;

    private byte[] _pixels = [];
    private bool _rented;
    private IObservationSource? _source;
    private long _offset;
    private ReadOnlyMemory<byte> _lent;

    /// <summary>The camera's name without a wire's prefix, as <c>head_left</c>.</summary>
    public string Name { get; } = name;

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>Whether this observation holds a picture of this camera.</summary>
    public bool Present { get; private set; }

    /// <summary>Of the whole picture.</summary>
    public int Bytes => Height * Width * BytesPerPixel;

    /// <summary>A picture in memory: the pixels to fill; the memory is kept from tick to tick.</summary>
    /// <param name="height">Checked against the limits, as the width is.</param>
    /// <param name="width">In pixels.</param>
    public Span<byte> Prepare(int height, int width)
    {
        int bytes = checked(height * width * BytesPerPixel);
        if (_pixels.Length < bytes)
            _pixels = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        (Height, Width, Present, _source, _lent) = (height, width, true, null, default);
        return _pixels.AsSpan(0, bytes);
    }

    /// <summary>A robot's picture in memory that is shared with others: the pixels to fill.</summary>
    /// <returns>Why there is no room for it; null where there is.</returns>
    public GatewayError? Prepare(int height, int width, out Span<byte> pixels)
    {
        GiveBack();
        if (memory?.Rent(checked(height * width * BytesPerPixel), out _pixels) is { } full)
        {
            pixels = default;
            return full;
        }
        _rented = memory is not null;
        pixels = Prepare(height, width);
        return null;
    }

    /// <summary>A picture that stays where it is until its rows are asked for.</summary>
    public void Locate(IObservationSource source, long offset, int height, int width)
    {
        _ = checked(height * width * BytesPerPixel);
        (Height, Width, Present, _source, _offset, _lent) = (height, width, true, source, offset, default);
    }

    /// <summary>A picture in the wire's memory, which stays as it is until the observation is finished.</summary>
    public void Lend(ReadOnlyMemory<byte> pixels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(height * width * BytesPerPixel));
        (Height, Width, Present, _source, _lent) = (height, width, true, null, pixels);
    }

    public GatewayError? Read(int first, int count, Span<byte> band, out ReadOnlySpan<byte> pixels)
    {
        int stride = Width * BytesPerPixel;
        if (_source is null)
        {
            ReadOnlySpan<byte> all = _lent.IsEmpty ? _pixels : _lent.Span;
            pixels = all.Slice(first * stride, count * stride);
            return null;
        }
        Span<byte> rows = band[..(count * stride)];
        pixels = rows;
        return _source.Read(_offset + ((long)first * stride), rows);
    }

    /// <summary>Brings the whole picture into memory, for those who look at it.</summary>
    public GatewayError? Read(out byte[] pixels)
    {
        pixels = new byte[Bytes];
        GatewayError? error = Read(0, Height, pixels, out ReadOnlySpan<byte> rows);
        if (error is null && _source is null)
            rows.CopyTo(pixels);
        return error;
    }

    /// <summary>Nobody reads the pixels any more: shared memory goes back to the others.</summary>
    public void GiveBack()
    {
        if (!_rented)
            return;
        memory!.Return(_pixels);
        (_pixels, _rented) = ([], false);
    }

    public void Clear()
    {
        GiveBack();
        (Height, Width, Present, _source, _lent) = (0, 0, false, null, default);
    }
}
