using System.Collections.Concurrent;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>A picture that must be fetched, as from a file: it tells which rows were.</summary>
internal sealed class FileRows(byte[] pixels, int height, int width) : IPictureRows
{
    private readonly ConcurrentQueue<int> _fetched = new();

    public int Height => height;

    public int Width => width;

    /// <summary>A row from which on nothing can be read; none by default.</summary>
    public int EndsAt { get; init; } = int.MaxValue;

    /// <summary>In the order in which they were.</summary>
    public IReadOnlyCollection<int> Fetched => _fetched;

    public GatewayError? Read(int first, int count, Span<byte> band, out ReadOnlySpan<byte> rows)
    {
        int bytes = count * width * 3;
        rows = band[..bytes];
        if (first + count > EndsAt)
            return new GatewayError(ErrorCode.InvalidArgument, $"it ends at row {EndsAt}");
        foreach (int row in Enumerable.Range(first, count))
            _fetched.Enqueue(row);
        pixels.AsSpan(first * width * 3, bytes).CopyTo(band);
        // A pass that goes beyond what it was given reads this.
        band[bytes..].Fill(0xA5);
        return null;
    }
}
