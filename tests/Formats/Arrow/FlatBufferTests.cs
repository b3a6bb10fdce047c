using PolicyGate.Formats.Arrow;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>By hand: the root's offset 12, the list of members at 4, a table at 12 with one int32 of 7.</summary>
public sealed class FlatBufferTests
{
    private static byte[] Bytes => [12, 0, 0, 0, 6, 0, 8, 0, 4, 0, 0, 0, 8, 0, 0, 0, 7, 0, 0, 0];

    [Fact]
    public void A_member_is_read_and_an_absent_one_is_its_default()
    {
        var buffer = new FlatBuffer(Bytes);
        int root = buffer.Root();
        buffer.Int32(root, 0).ShouldBe(7);
        buffer.Int32(root, 1).ShouldBe(0);
        buffer.Table(root, 1).ShouldBe(0);
        buffer.Broken.ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, 200)] // root beyond the end
    [InlineData(0, 0)] // root at itself
    [InlineData(12, 200)] // list of members before the start
    [InlineData(15, 0x80)] // list of members far beyond the end
    [InlineData(4, 100)] // list of members longer than the rest
    [InlineData(8, 18)] // member that begins inside and ends outside
    public void A_position_outside_breaks_it_and_reads_as_absent(int at, byte value)
    {
        byte[] bytes = Bytes;
        bytes[at] = value;
        var buffer = new FlatBuffer(bytes);
        buffer.Int32(buffer.Root(), 0).ShouldBe(0);
        buffer.Broken.ShouldBeTrue();
        buffer.Vector(buffer.Root(), 0, 16).Count.ShouldBe(0);
    }

    [Fact]
    public void A_vector_longer_than_the_buffer_breaks_it()
    {
        // The member 7 taken as an offset to a vector would begin at 23.
        var buffer = new FlatBuffer(Bytes);
        buffer.Vector(buffer.Root(), 0, 1).Count.ShouldBe(0);
        buffer.Broken.ShouldBeTrue();
        new FlatBuffer([]).Root().ShouldBe(0);
    }
}
