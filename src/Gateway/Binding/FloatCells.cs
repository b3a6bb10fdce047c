using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// Floats in and out of a tensor of any floating type or int8, rounded to the nearest, halves to even.
/// </summary>
internal static class FloatCells
{
    /// <param name="type">The tensor's.</param>
    /// <param name="values">What is written.</param>
    /// <param name="cells">Room for exactly as many elements.</param>
    public static void Write(ElementType type, ReadOnlySpan<float> values, Span<byte> cells)
    {
        switch (type)
        {
            case ElementType.Float32:
                values.CopyTo(MemoryMarshal.Cast<byte, float>(cells));
                break;
            case ElementType.Float16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(cells);
                for (int i = 0; i < values.Length; i++)
                    halves[i] = (Half)values[i];
                break;
            case ElementType.BFloat16:
                Span<ushort> upper = MemoryMarshal.Cast<byte, ushort>(cells);
                for (int i = 0; i < values.Length; i++)
                    upper[i] = UpperHalf(values[i]);
                break;
            case ElementType.Float64:
                Span<double> doubles = MemoryMarshal.Cast<byte, double>(cells);
                for (int i = 0; i < values.Length; i++)
                    doubles[i] = values[i];
                break;
            case ElementType.Int8:
                Span<sbyte> bytes = MemoryMarshal.Cast<byte, sbyte>(cells);
                for (int i = 0; i < values.Length; i++)
                    bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[i]), sbyte.MinValue, sbyte.MaxValue);
                break;
            default:
                throw Unfit(type);
        }
    }

    /// <param name="type">The tensor's.</param>
    /// <param name="cells">At least as many elements as are wanted.</param>
    /// <param name="values">Receives the first of them.</param>
    public static void Read(ElementType type, ReadOnlySpan<byte> cells, Span<float> values)
    {
        switch (type)
        {
            case ElementType.Float32:
                MemoryMarshal.Cast<byte, float>(cells)[..values.Length].CopyTo(values);
                break;
            case ElementType.Float16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(cells);
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)halves[i];
                break;
            case ElementType.BFloat16:
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(cells);
                for (int i = 0; i < values.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            case ElementType.Float64:
                ReadOnlySpan<double> doubles = MemoryMarshal.Cast<byte, double>(cells);
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)doubles[i];
                break;
            case ElementType.Int8:
                ReadOnlySpan<sbyte> bytes = MemoryMarshal.Cast<byte, sbyte>(cells);
                for (int i = 0; i < values.Length; i++)
                    values[i] = bytes[i];
                break;
            default:
                throw Unfit(type);
        }
    }

    private static ushort UpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        // Rounding would carry a NaN's bits over into an infinity's or a number's.
        return float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static ArgumentException Unfit(ElementType type) => new($"{type} was to be refused by TensorReader");
}
