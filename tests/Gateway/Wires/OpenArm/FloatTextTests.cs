using System.Globalization;
using System.Text;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Tests.Gateway.Wires.OpenArm;

public sealed class FloatTextTests
{
    [Theory]
    [InlineData(0f, "0")]
    [InlineData(1f, "1")]
    [InlineData(-0.5f, "-0.5")]
    [InlineData(0.1f, "0.1")]
    [InlineData(-0.01f, "-0.01")]
    [InlineData(100f, "100")]
    [InlineData(999.9999f, "999.9999")]
    [InlineData(3.1415927f, "3.1415927")]
    [InlineData(0.099999994f, "0.099999994")]
    [InlineData(1e-5f, "1E-05")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(-float.Epsilon, "-1E-45")]
    public void A_value_is_written_as_short_as_it_can_be(float value, string expected) =>
        Text(value).ShouldBe(expected);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_is_never_written(float value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Text(value));

    [Fact]
    public void Any_value_reads_as_itself_again()
    {
        var random = new Random(20261121);
        for (int i = 0; i < 500_000; i++)
        {
            // Joints mostly; every other time any bits at all that are a number.
            float value = i % 2 == 0
                ? (float)((random.NextDouble() * 8) - 4)
                : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!float.IsFinite(value))
                continue;
            string text = Text(value);
            float again = float.Parse(text, CultureInfo.InvariantCulture);
            if (!again.Equals(value))
                throw new InvalidOperationException($"{value:R} was written as {text}, which reads as {again:R}");
        }
    }

    [Fact]
    public void Both_sides_of_every_change_of_digits_read_as_themselves_again()
    {
        foreach (float edge in (float[])[0.01f, 0.1f, 1, 10, 100, 1000])
        {
            float value = edge;
            for (int i = 0; i < 200; i++)
                value = MathF.BitDecrement(value);
            for (int i = 0; i < 400; i++, value = MathF.BitIncrement(value))
                float.Parse(Text(value), CultureInfo.InvariantCulture).ShouldBe(value);
        }
    }

    private static string Text(float value)
    {
        byte[] bytes = new byte[FloatText.MaximumBytes];
        return Encoding.ASCII.GetString(bytes, 0, FloatText.Write(value, bytes));
    }
}
