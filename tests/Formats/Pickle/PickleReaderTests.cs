using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Tests.Formats.LeRobot;
using static PolicyGate.Tests.Formats.Pickle.PickleScript;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>Rules of the format that no golden file shows, on pickles made by hand.</summary>
public sealed class PickleReaderTests
{
    private readonly TimedObservationReader _reader = new(LeRobotGolden.Limits);

    [Theory]
    [InlineData(@"plain", "plain")]
    [InlineData(@"\u005c\u000a\u0000", "\\\n\0")]
    [InlineData(@"Stra\u00dfe", "Straße")]
    [InlineData("Stra\u00DFe", "Straße")]
    [InlineData(@"\U0001f7e6", "🟦")]
    [InlineData(@"a\\u0041\x41\", @"a\\u0041\x41\")]
    public void Text_of_protocol_0_is_unescaped_as_Python_does(string escaped, string text)
    {
        Read(Text("x"), Raw($"V{escaped}\n")).ShouldBeNull();

        _reader.TryText(_reader.Find("x"u8), out ReadOnlySpan<byte> utf8).ShouldBeTrue();
        Encoding.UTF8.GetString(utf8).ShouldBe(text);
    }

    [Theory]
    [InlineData(@"\u12")]
    [InlineData(@"\u00 1")]
    [InlineData(@"\ud83d\ude00")]
    [InlineData(@"\U00110000")]
    public void Escapes_that_stand_for_no_letter_are_refused(string escaped) =>
        Read(Text("x"), Raw($"V{escaped}\n")).ShouldNotBeNull().Kind.ShouldBe(FormatFaultKind.Malformed);

    [Theory]
    [InlineData("I-7\n", -7)]
    [InlineData("I01\n", 1)]
    [InlineData("I00\n", 0)]
    [InlineData("L9223372036854775807L\n", long.MaxValue)]
    [InlineData("F-1.5e-3\n", -1.5e-3)]
    [InlineData("Finf\n", double.PositiveInfinity)]
    [InlineData("Fnan\n", double.NaN)]
    [InlineData("\u008A\u0000", 0)]
    [InlineData("\u008A\u0001\u00FF", -1)]
    [InlineData("\u008A\u0002\u00FF\u0000", 255)]
    [InlineData("J\u0000\u0000\u0000\u0080", int.MinValue)]
    [InlineData("M\u00FF\u00FF", 65535)]
    public void Numbers_of_all_protocols_are_read(string opcode, double expected)
    {
        Read(Text("x"), Raw(opcode)).ShouldBeNull();

        _reader.TryNumber(_reader.Find("x"u8), out double number).ShouldBeTrue();
        number.ShouldBe(expected);
    }

    [Theory]
    [InlineData("I1_000\n")]
    [InlineData("I 1\n")]
    [InlineData("L9223372036854775808L\n")]
    [InlineData("F1,5\n")]
    [InlineData("F∞\n")]
    [InlineData("Finfinity\n")]
    [InlineData("F\n")]
    public void Numbers_that_are_none_are_refused(string opcode) => Read(Text("x"), Raw(opcode)).ShouldNotBeNull();

    [Fact]
    public void An_array_in_any_order_of_its_axes_has_its_values_where_NumPy_has_them()
    {
        // NumPy: frombuffer(range(24)).reshape((2, 3, 4)).transpose((2, 0, 1)), whose [1, 1, 2] is 12 + 8 + 1.
        byte[] data = [.. Enumerable.Range(0, 24).Select(i => (byte)i)];
        Read(Text("k"), FromBuffer(data, "u1", Shape(2, 3, 4), "K", Shape(2, 0, 1)),
            Text("f"), FromBuffer(data, "u1", Shape(2, 3, 4), "F")).ShouldBeNull();

        PickleArray transposed = Array("k"u8);
        LeRobotGolden.ShapeOf(transposed).ShouldBe([4, 2, 3]);
        transposed.Strides.ShouldBe((1, 12, 4, 1));
        transposed.IsRowMajor.ShouldBeFalse();
        LeRobotGolden.RowMajor(transposed)[(1 * 6) + (1 * 3) + 2].ShouldBe((byte)21);
        PickleArray fortran = Array("f"u8);
        fortran.Strides.ShouldBe((1, 2, 6, 1));
        fortran.IsRowMajor.ShouldBeFalse();
        LeRobotGolden.RowMajor(fortran)[(1 * 12) + (2 * 4) + 3].ShouldBe((byte)(1 + (2 * 2) + (3 * 6)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 1, 2)]
    public void An_order_that_does_not_name_each_axis_once_is_refused(params int[] axes) =>
        Read(Text("x"), FromBuffer([1, 2, 3, 4], "u1", Shape(2, 2), "K", Shape(axes))).ShouldNotBeNull();

    [Fact]
    public void An_array_without_values_may_claim_any_sides()
    {
        Read(Text("x"), FromBuffer([], "f8", Shape(int.MaxValue, 0, int.MaxValue, 7), "F")).ShouldBeNull();

        PickleArray array = Array("x"u8);
        array.Data.Length.ShouldBe(0);
        array.IsRowMajor.ShouldBeTrue();
        _reader.Describe(_reader.Find("x"u8)).ShouldBe("an array [2147483647, 0, 2147483647, 7] of float64");
    }

    [Theory]
    [InlineData("c16")]
    [InlineData("O8")]
    [InlineData("V4")]
    [InlineData("U3")]
    [InlineData("f16")]
    [InlineData("M8")]
    [InlineData("<u1")]
    [InlineData("i3")]
    public void Types_of_no_plain_numbers_are_refused_by_name(string type) =>
        Read(Text("x"), FromBuffer([0], type, Shape(1), "C")).ShouldNotBeNull().Message.ShouldContain($"\"{type}\"");

    [Fact]
    public void What_an_array_is_made_of_cannot_be_changed_afterwards()
    {
        byte[] again = Tuple(
            Integer(3), Text(">"), Raw("N"), Raw("N"), Raw("N"), Integer(-1), Integer(-1), Integer(0));

        Read(Text("x"), Join(DataType("u2", "<"), again, Raw("b")))
            .ShouldNotBeNull().Message.ShouldContain("second state");
    }

    [Fact]
    public void Of_two_equal_keys_the_last_one_counts_as_in_Python()
    {
        Read(Text("x"), Integer(1), Text("y"), Integer(2), Text("x"), Integer(3)).ShouldBeNull();

        _reader.TryNumber(_reader.Find("x"u8), out double number).ShouldBeTrue();
        number.ShouldBe(3);
    }

    [Fact]
    public void A_value_that_holds_itself_is_only_a_value()
    {
        // A list, twice on the stack, the upper one appended to the lower one.
        Read(Text("x"), Raw("]2a")).ShouldBeNull();

        _reader.Describe(_reader.Find("x"u8)).ShouldBe("a list");
    }

    [Fact]
    public void Bytes_behind_the_end_are_refused() =>
        _reader.Read(Join(Observation(), Raw("."))).ShouldNotBeNull().Message.ShouldContain("1 bytes behind");

    [Theory]
    [InlineData("timestamp", "is missing, expected a float")]
    [InlineData("timestep", "is missing, expected an integer")]
    [InlineData("observation", "is missing, expected a dictionary")]
    public void A_missing_field_is_refused_by_name(string field, string words)
    {
        (string Name, byte[] Value)[] fields =
            [("timestamp", Float(1)), ("timestep", Integer(2)), ("observation", Dictionary()), ("unknown", Integer(0))];
        byte[][] others = [.. fields.Where(f => f.Name != field).SelectMany(f => new[] { Text(f.Name), f.Value })];

        FormatFault? fault = _reader.Read(Join(Object("TimedObservation", others), Raw(".")));

        fault.ShouldNotBeNull().Message.ShouldContain($"TimedObservation.{field} {words}");
    }

    [Theory]
    [InlineData("Fnan\n", "I2\n", "TimedObservation.timestamp is NaN, expected a finite one")]
    [InlineData("N", "I2\n", "TimedObservation.timestamp is None, expected a float")]
    [InlineData("F1\n", "I-1\n", "TimedObservation.timestep is -1, expected 0 to 9223372036854775807")]
    [InlineData("F1\n", "F2\n", "TimedObservation.timestep is a float, expected an integer")]
    [InlineData("F1\n", "I01\n", "TimedObservation.timestep is a bool, expected an integer")]
    public void A_field_of_another_kind_is_refused_by_name(string timestamp, string timestep, string words)
    {
        byte[] message = Join(
            Object("TimedObservation", Text("timestamp"), Raw(timestamp), Text("timestep"), Raw(timestep),
                Text("observation"), Dictionary()),
            Raw("."));

        _reader.Read(message).ShouldNotBeNull().Message.ShouldContain(words);
    }

    [Fact]
    public void Each_limit_is_held()
    {
        byte[] message = Observation(Text("x"), Raw("]q\u0001(]]]e"));
        PickleLimits enough = new(Bytes: message.Length, Opcodes: 24, Depth: 5, MemoEntries: 2);

        new TimedObservationReader(enough).Read(message).ShouldBeNull();
        foreach ((PickleLimits limits, string words) in new[]
                 {
                     (enough with { Bytes = enough.Bytes - 1 }, "bytes"),
                     (enough with { Opcodes = enough.Opcodes - 1 }, "opcodes"),
                     (enough with { Depth = enough.Depth - 1 }, "containers in each other"),
                     (enough with { Depth = 2 }, "open marks"),
                     (enough with { MemoEntries = 1 }, "memo number 1"),
                 })
        {
            FormatFault fault = new TimedObservationReader(limits).Read(message).ShouldNotBeNull();
            fault.Kind.ShouldBe(FormatFaultKind.LimitExceeded);
            fault.Message.ShouldContain(words);
        }
    }

    private FormatFault? Read(params byte[][] keysAndValues) => _reader.Read(Observation(keysAndValues));

    private PickleArray Array(ReadOnlySpan<byte> key)
    {
        _reader.TryArray(_reader.Find(key), out PickleArray array).ShouldBeTrue();
        return array;
    }
}
