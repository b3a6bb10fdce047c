using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Formats.Grpc;

/// <summary>What stands in gRPC's headers: deadlines and messages.</summary>
public sealed class GrpcTextTests
{
    [Theory]
    [InlineData("0n", 0)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("250m", 2_500_000)]
    [InlineData("7u", 70)]
    [InlineData("900n", 9)]
    [InlineData("99999999H", 99_999_999 * 36_000_000_000)]
    public void A_timeout_is_digits_and_a_unit(string text, long ticks) =>
        GrpcTimeout.Parse(text).ShouldBe(TimeSpan.FromTicks(ticks));

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("１S")]
    public void Anything_else_is_no_timeout(string text) => GrpcTimeout.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData(0, "0u")]
    [InlineData(0.25, "250000u")]
    [InlineData(3600, "3600000m")]
    [InlineData(9_999_999, "9999999S")]
    public void A_timeout_is_written_as_finely_as_it_fits(double seconds, string text)
    {
        GrpcTimeout.Format(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
        GrpcTimeout.Parse(text).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("100 %", "100 %25")]
    [InlineData("zu spät\n", "zu sp%C3%A4t%0A")]
    [InlineData("🤖", "%F0%9F%A4%96")]
    public void A_message_is_percent_encoded_UTF_8(string text, string encoded)
    {
        GrpcMessageText.Encode(text, 100).ShouldBe(encoded);
        GrpcMessageText.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData(19, "aä🤖")]
    [InlineData(18, "aä")]
    [InlineData(7, "aä")]
    [InlineData(6, "a")]
    [InlineData(0, "")]
    public void A_message_is_cut_between_characters(int limit, string expected)
    {
        string encoded = GrpcMessageText.Encode("aä🤖", limit);

        encoded.Length.ShouldBeLessThanOrEqualTo(limit);
        GrpcMessageText.Decode(encoded).ShouldBe(expected);
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%2", "%2")]
    [InlineData("%zz!", "%zz!")]
    [InlineData("a%41b", "aAb")]
    [InlineData("roh ä", "roh ä")]
    public void What_is_no_escape_stands_for_itself(string encoded, string text) =>
        GrpcMessageText.Decode(encoded).ShouldBe(text);

    [Fact]
    public void A_prefix_is_a_flag_and_a_length_with_its_highest_byte_first()
    {
        var bytes = new byte[GrpcPrefix.Size];
        new GrpcPrefix(1, 0x01020304).Write(bytes);

        bytes.ShouldBe([1, 1, 2, 3, 4]);
        GrpcPrefix.Read(bytes).ShouldBe(new GrpcPrefix(1, 0x01020304));
    }
}
