using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Replay;

namespace PolicyGate.Tests.Gateway.Replay;

public sealed class RequestLineTests
{
    private readonly RequestLine _line = new();

    [Fact]
    public void Only_the_path_and_the_moment_are_others()
    {
        const string Start = """{ "reset":true,"metadata":{"a":NaN,"timestamp": """;
        const string Middle = """ ,"b":[1,{}]},"x":{"data_path":1},"data_path" :""";
        Read($"{Start}123{Middle}\"/a\\u0062.arrow\"}}");

        (_line.Path, _line.Timestamp).ShouldBe(("/ab.arrow", 123));
        Write("/new/\"1\"", 77).ShouldBe($"{Start}77{Middle}\"/new/\\u00221\\u0022\"}}");
    }

    [Fact]
    public void What_is_not_replaced_stays_byte_for_byte()
    {
        const string Line = """{"data_path":"/a","metadata":{"timestamp":5}}""";
        Read(Line);
        Write(path: null).ShouldBe(Line);
        Write("/b").ShouldBe("""{"data_path":"/b","metadata":{"timestamp":5}}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("{\"data_path\":\"/a\"")]
    [InlineData("[1]")]
    [InlineData("{\"data_path\":7,\"metadata\":{\"timestamp\":\"x\"}}")]
    public void A_line_without_them_is_sent_as_it_is(string line)
    {
        Read("""{"data_path":"/before","metadata":{"timestamp":5}}""");
        Read(line);
        _line.Timestamp.ShouldBeNull();
        Write("/b", 77).ShouldBe(line);
    }

    private void Read(string line) => _line.Read(Encoding.UTF8.GetBytes(line));

    private string Write(string? path, long? timestamp = null) => Encoding.UTF8.GetString(
        _line.Write(path is null ? null : JsonEncodedText.Encode(path), timestamp).Span);
}
