using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>An array of plain numbers in a pickle: a view over the received bytes, checked against their end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PickleArray
{
    /// <summary>As NumPy's: <c>f</c> float, <c>i</c> signed, <c>u</c> unsigned, <c>b</c> bool.</summary>
    public char Kind { get; init; }

    /// <summary>Bytes of one value.</summary>
    public int ItemSize { get; init; }

    /// <summary>At most 4 axes; unused ones are 1.</summary>
    public (int First, int Second, int Third, int Fourth) Shape { get; init; }

    /// <summary>Axes in use; 0 for a scalar.</summary>
    public int Rank { get; init; }

    /// <summary>Whether the values lie in C order without gaps, so that <see cref="Data"/> is the array.</summary>
    public bool IsRowMajor { get; init; }

    /// <summary>Bytes from one value to the next along each axis; only of interest where it is not row-major.</summary>
    public (int First, int Second, int Third, int Fourth) Strides { get; init; }

    /// <summary>From the first value to the last byte that the array uses; little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
