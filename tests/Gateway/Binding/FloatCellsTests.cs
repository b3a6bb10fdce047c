using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Binding;

public sealed class FloatCellsTests
{
    // Halves to even at the last bit that is kept, on both sides; beyond what the type holds; no number.
    public static TheoryData<ElementType, float, float> Roundings => new()
    {
        { ElementType.Float16, 2049, 2048 },
        { ElementType.Float16, 2051, 2052 },
        { ElementType.Float16, 65520, float.PositiveInfinity },
        { ElementType.Float16, 1e-9f, 0 },
        { ElementType.Float16, float.NaN, float.NaN },
        { ElementType.BFloat16, 257, 256 },
        { ElementType.BFloat16, 259, 260 },
        { ElementType.BFloat16, -257.01f, -258 },
        { ElementType.BFloat16, float.MaxValue, float.PositiveInfinity },
        { ElementType.BFloat16, float.NegativeInfinity, float.NegativeInfinity },
        { ElementType.BFloat16, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), float.NaN },
        { ElementType.Float64, 0.1f, 0.1f },
        { ElementType.Int8, 2.5f, 2 },
        { ElementType.Int8, -3.5f, -4 },
        { ElementType.Int8, 127.6f, 127 },
        { ElementType.Int8, -1e9f, -128 },
        { ElementType.Float32, 0.1f, 0.1f },
    };

    [Theory]
    [MemberData(nameof(Roundings))]
    public void A_value_is_rounded_to_the_nearest_that_the_type_holds(ElementType type, float value, float expected)
    {
        byte[] cells = new byte[3 * type.Size()];
        FloatCells.Write(type, [value, 1, value], cells);

        float[] found = new float[3];
        FloatCells.Read(type, cells, found);

        found.ShouldBe([expected, 1, expected]);
    }

    [Fact]
    public void What_a_double_has_beyond_a_float_is_rounded_away()
    {
        float[] found = new float[1];

        FloatCells.Read(ElementType.Float64, BitConverter.GetBytes(0.1), found);

        found.ShouldBe([0.1f]);
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int8)]
    public void A_chunk_goes_in_and_out_without_allocating(ElementType type)
    {
        float[] values = new float[20 * 16];
        byte[] cells = new byte[values.Length * type.Size()];
        FloatCells.Write(type, values, cells);
        FloatCells.Read(type, cells, values);

        Allocations.LeastOf(() =>
        {
            FloatCells.Write(type, values, cells);
            FloatCells.Read(type, cells, values);
        }).ShouldBe(0);
    }

    [Fact]
    public void Another_type_is_a_bug()
    {
        Should.Throw<ArgumentException>(() => FloatCells.Write(ElementType.Int32, [1], new byte[4]))
            .Message.ShouldContain("Int32");
    }
}
