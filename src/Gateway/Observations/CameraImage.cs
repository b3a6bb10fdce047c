namespace PolicyGate.Gateway.Observations;

/// <summary>One camera's newest picture: RGB, 8 bits, rows from the top, no padding.</summary>
internal sealed class CameraImage(string name)
{
    private byte[] _pixels = [];

    /// <summary>The camera's name without a wire's prefix, as <c>head_left</c>.</summary>
    public string Name { get; } = name;

    public int Height { get; private set; }

    public int Width { get; private set; }

    /// <summary>Whether this observation holds a picture of this camera.</summary>
    public bool Present { get; private set; }

    public ReadOnlySpan<byte> Pixels => _pixels.AsSpan(0, Height * Width * 3);

    /// <summary>
    /// The pixels to fill, of a size already checked against the limits; memory is kept from tick to tick.
    /// </summary>
    public Span<byte> Prepare(int height, int width)
    {
        int bytes = checked(height * width * 3);
        if (_pixels.Length < bytes)
            _pixels = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        (Height, Width, Present) = (height, width, true);
        return _pixels.AsSpan(0, bytes);
    }

    public void Clear() => (Height, Width, Present) = (0, 0, false);
}
