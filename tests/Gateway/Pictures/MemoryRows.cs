using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>A picture in memory.</summary>
internal sealed class MemoryRows(byte[] pixels, int height, int width) : IPictureRows
{
    public int Height => height;

    public int Width => width;

    public GatewayError? Read(int first, int count, Span<byte> band, out ReadOnlySpan<byte> rows)
    {
        rows = pixels.AsSpan(first * width * 3, count * width * 3);
        return null;
    }
}
