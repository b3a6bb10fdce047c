using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// A picture's rows, wherever they lie: RGB, 8 bits, from the top, no padding. Any number of threads at once.
/// </summary>
internal interface IPictureRows
{
    int Height { get; }

    int Width { get; }

    /// <summary>Gives some of the rows.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="band">Room for them, <paramref name="count"/> · width · 3 bytes, where they must be
    /// fetched.</param>
    /// <param name="pixels">The rows: in the picture's own memory, else in <paramref name="band"/>.</param>
    GatewayError? Read(int first, int count, Span<byte> band, out ReadOnlySpan<byte> pixels);
}
