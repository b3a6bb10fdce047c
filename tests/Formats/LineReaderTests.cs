using System.Text;
using PolicyGate.Formats;

namespace PolicyGate.Tests.Formats;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5000)]
    public void Lines_come_out_whole_however_they_come_in(int bytesAtOnce)
    {
        string[] lines = [.. Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), i * 37 % 6000))];
        byte[] all = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\nrest");
        var reader = new LineReader(new Pieces(all, bytesAtOnce), limit: 8192);
        foreach (string expected in lines)
        {
            reader.TryRead(out ReadOnlySpan<byte> line).ShouldBeTrue();
            Encoding.UTF8.GetString(line).ShouldBe(expected);
        }
        reader.TryRead(out _).ShouldBeFalse("what has no line feed is no line");
    }

    [Fact]
    public void A_line_beyond_the_limit_is_refused()
    {
        var reader = new LineReader(new Pieces(new byte[10_000], 1000), limit: 8192);
        Should.Throw<InvalidDataException>(() => reader.TryRead(out _)).Message.ShouldContain("8192");
    }

    private sealed class Pieces(byte[] all, int bytesAtOnce) : MemoryStream(all)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, bytesAtOnce));
    }
}
