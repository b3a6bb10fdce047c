using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>Type of an array's values.</summary>
/// <param name="Kind">
/// As <see cref="PickleArray.Kind"/>, or <see cref="BigEndian"/> or <see cref="BrainFloat"/>, which are not read.
/// </param>
/// <param name="Size">Bytes of one value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PickleElement(char Kind, int Size)
{
    public const char BigEndian = '>';

    public const char BrainFloat = 'B';

    private const int SizeShift = 16;

    public long Bits => Kind | ((long)Size << SizeShift);

    public bool IsReadable => Kind is 'f' or 'i' or 'u' or 'b';

    public static PickleElement FromBits(long bits) => new((char)bits, (int)(bits >> SizeShift));
}
