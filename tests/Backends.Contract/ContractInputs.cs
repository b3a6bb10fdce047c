using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>
/// Numbers for inputs, the same as <c>fill</c> of <c>tools/make_contract_models.py</c> makes: floats from -1 to 1,
/// whole numbers over a range that suits their type.
/// </summary>
internal static class ContractInputs
{
    /// <param name="bytes">The input's memory.</param>
    /// <param name="type">Its type.</param>
    /// <param name="tensor">Its place among the inputs.</param>
    /// <param name="seed">Others for each.</param>
    public static void Fill(Span<byte> bytes, ElementType type, int tensor, int seed)
    {
        int size = type.Size();
        uint start = unchecked((uint)((seed * 31) + tensor + 1) * 2246822519u);
        for (int element = 0; element < bytes.Length / size; element++)
        {
            uint bits = unchecked(((uint)(element + 1) * 2654435761u) + start);
            bits ^= bits >> 15;
            bits = unchecked(bits * 3266489917u) >> 8;
            Write(bytes.Slice(element * size, size), type, bits);
        }
    }

    private static void Write(Span<byte> element, ElementType type, uint bits)
    {
        float unit = (bits / 8388608f) - 1;
        switch (type)
        {
            case ElementType.Float32: MemoryMarshal.Write(element, unit); break;
            case ElementType.Float64: MemoryMarshal.Write(element, (double)unit); break;
            case ElementType.Float16: MemoryMarshal.Write(element, (Half)unit); break;
            case ElementType.UInt8: element[0] = (byte)(bits % 256); break;
            case ElementType.Int8: MemoryMarshal.Write(element, (sbyte)((int)(bits % 256) - 128)); break;
            case ElementType.Bool: element[0] = (byte)(bits % 2); break;
            case ElementType.Int16: MemoryMarshal.Write(element, (short)Whole(bits)); break;
            case ElementType.Int32: MemoryMarshal.Write(element, Whole(bits)); break;
            case ElementType.Int64: MemoryMarshal.Write(element, (long)Whole(bits)); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    private static int Whole(uint bits) => (int)(bits % 2001) - 1000;
}
