using System.Globalization;
using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>Lines that no stock node sends: each gets one answer, of whoever sent it.</summary>
public sealed class BadLinesTests : IClassFixture<BesetGateway>, IDisposable
{
    private readonly BesetGateway _beset;
    private readonly RobotSocket _robot;

    public BadLinesTests(BesetGateway beset) => (_beset, _robot) = (beset, beset.Connect());

    [Theory]
    [InlineData("", "the line is empty")]
    [InlineData("   ", "no JSON object")]
    [InlineData("garbage", "no JSON object")]
    [InlineData("[]", "this is a list")]
    [InlineData("[{\"name\":\"inference\"}]", "this is a list")]
    [InlineData("\"inference\"", "this is a string")]
    [InlineData("1e400", "this is a number")]
    [InlineData("NaN", "this is a string")]
    [InlineData("null", "this is null")]
    [InlineData("true", "this is a truth value")]
    [InlineData("{}", "no \"name\"")]
    [InlineData("{\"name\":\"inference\"}", "no \"data_path\"")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"/dev/shm/x\"", "no JSON object")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"/dev/shm/x", "no JSON object")]
    [InlineData("{\"name\":\"inference\",\"data_path\":1e400}", "\"data_path\" must be a string, it is a number")]
    [InlineData("{\"name\":\"inference\",\"data_path\":NaN}", "no \"data_path\"")]
    [InlineData("{\"name\":\"inference\",\"data_path\":null}", "\"data_path\" must be a string, it is null")]
    [InlineData("{\"name\":\"inference\",\"data_path\":[\"/dev/shm/x\"]}", "must be a string, it is a list")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"\\ud800\"}", "not valid UTF-8")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"\\udc00\\ud800\"}", "not valid UTF-8")]
    [InlineData("{\"name\":1e400}", "known is \"inference\"")]
    [InlineData("{\"name\":\"\\ud800\"}", "no")]
    [InlineData("{'name':'inference'}", "no JSON object")]
    [InlineData("{\"name\":\"inference\",}", "no JSON object")]
    [InlineData("{\"name\":\"inference\"} // a comment", "no JSON object")]
    [InlineData("{\"ping\":true}{\"ping\":true}", "no JSON object")]
    [InlineData("GET / HTTP/1.1\r", "no JSON object")]
    public void Not_a_request(string line, string reason) => BesetGateway.ShouldBeRefused(_robot.Ask(line), reason);

    [Fact]
    public void Two_requests_on_one_line_get_one_answer() =>
        BesetGateway.ShouldBeRefused(_robot.Ask(_beset.GoodLine + _beset.GoodLine), "no JSON object");

    [Theory]
    [InlineData("\"x\":NaN")]
    [InlineData("\"x\":[Infinity,-Infinity,{\"y\":NaN}]")]
    [InlineData("\"x\":1e400,\"y\":-1e400,\"z\":1e-400")]
    [InlineData("\"timestamp\":1e400")]
    [InlineData("\"timestamp\":-1")]
    [InlineData("\"timestamp\":9223372036854775807")]
    [InlineData("\"timestamp\":-9223372036854775808")]
    [InlineData("\"timestamp\":99999999999999999999999999")]
    [InlineData("\"timestamp\":NaN")]
    [InlineData("\"timestamp\":\"None\"")]
    [InlineData("\"timestamp\":{\"timestamp\":[]}")]
    [InlineData("\"x\":\"\\ud800 a lone surrogate\"")]
    [InlineData("\"timestamp\":1,\"timestamp\":2,\"camera_head_left.height\":7,\"camera_head_left.height\":120")]
    [InlineData("\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void Odd_metadata_beside_what_is_used_is_no_reason_to_refuse(string odd) =>
        BesetGateway.ShouldBeRight(_robot.Ask(WithMetadata(odd)));

    [Theory]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    [InlineData("1e400")]
    [InlineData("1e9")]
    [InlineData("-120")]
    [InlineData("0")]
    [InlineData("119")]
    [InlineData("NaN")]
    [InlineData("\"120\"")]
    [InlineData("[120]")]
    public void A_picture_of_this_height_is_refused_by_its_camera(string height) => BesetGateway.ShouldBeRefused(
        _robot.Ask(WithMetadata($"\"camera_head_left.height\":{height}")), "camera_head_left");

    [Fact]
    public void A_picture_whose_size_wraps_around_to_the_right_count_of_bytes() => BesetGateway.ShouldBeRefused(
        // 65536 · (65536 + n) · 3 is n · 196608 in 32 bits.
        _robot.Ask(WithMetadata("\"camera_head_left.height\":65536,\"camera_head_left.width\":65537")),
        "camera_head_left");

    [Theory]
    [InlineData(33)]
    [InlineData(100_000)]
    public void Nested_so_deep(int depth) => BesetGateway.ShouldBeRefused(
        _robot.Ask(WithMetadata($"\"x\":{new string('[', depth)}{new string(']', depth)}")),
        "nested deeper than 32 (Limits:RequestDepth)");

    [Fact]
    public void A_hundred_thousand_keys() => BesetGateway.ShouldBeRight(_robot.Ask(WithMetadata(string.Join(
        ',', Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i:x}\":0"))))));

    [Fact]
    public void A_line_that_ends_as_on_Windows() => BesetGateway.ShouldBeRight(_robot.Ask(_beset.GoodLine + "\r"));

    [Fact]
    public void A_byte_order_mark() =>
        BesetGateway.ShouldBeRefused(_robot.Ask("\uFEFF" + _beset.GoodLine), "no JSON object at byte 0");

    [Fact]
    public void Overlong_UTF8_in_the_path()
    {
        // C0 AF is a slash to decoders that do not count.
        byte[] line = Encoding.UTF8.GetBytes(_beset.LineFor("/dev/shm/@@etc/passwd") + "\n");
        int at = line.AsSpan().IndexOf("@@"u8);
        (line[at], line[at + 1]) = (0xC0, 0xAF);
        BesetGateway.ShouldBeRefused(Ask(line), "not valid UTF-8");
    }

    [Fact]
    public void A_TLS_hello() => BesetGateway.ShouldBeRefused(
        Ask([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, .. new byte[64], (byte)'\n']),
        "no JSON object");

    [Fact]
    public void An_HTTP_request_gets_a_line_for_each_of_its_lines()
    {
        _robot.Send("GET /healthz HTTP/1.1\r\nHost: policy\r\n\r\n"u8);
        for (int i = 0; i < 3; i++)
            BesetGateway.ShouldBeRefused(Parse(_robot.ReadLine()), "no JSON object");
    }

    [Fact]
    public void Binary_garbage_gets_a_line_for_each_line_end_in_it()
    {
        byte[] garbage = new byte[20_000];
        new Random(1).NextBytes(garbage);
        garbage[^1] = (byte)'\n';
        _robot.Send(garbage);
        for (int i = garbage.AsSpan().Count((byte)'\n'); i > 0; i--)
            Parse(_robot.ReadLine()).GetProperty("error").GetProperty("code").GetString().ShouldBe("InvalidArgument");
    }

    [Fact]
    public void A_request_in_pieces_of_one_byte()
    {
        foreach (byte piece in Encoding.UTF8.GetBytes(_beset.GoodLine + "\n"))
            _robot.Send([piece]);
        BesetGateway.ShouldBeRight(Parse(_robot.ReadLine()));
    }

    [Fact]
    public void Hundreds_of_requests_at_once_are_each_answered_in_their_order()
    {
        const int count = 300;
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++)
            lines.Append(_beset.LineFor($"/dev/shm/policygate-none-{i}.arrow")).Append('\n');
        _robot.Send(Encoding.UTF8.GetBytes(lines.ToString()));
        for (int i = 0; i < count; i++)
            BesetGateway.ShouldBeRefused(Parse(_robot.ReadLine()), $"policygate-none-{i}.arrow:");
    }

    /// <summary>The next good tick on the same connection is right, no answer is left over, nobody else has
    /// noticed.</summary>
    public void Dispose()
    {
        BesetGateway.ShouldBeRight(_robot.Ask(_beset.GoodLine));
        _robot.EndSending();
        _robot.ReadLine().ShouldBeNull();
        _beset.Good.ShouldBeUndisturbed();
        _robot.Dispose();
    }

    private string WithMetadata(string entries)
    {
        // Behind the good ones: of equal keys the last counts, as in Python.
        int end = _beset.GoodLine.LastIndexOf("}}", StringComparison.Ordinal);
        return $"{_beset.GoodLine[..end]},{entries}}}}}";
    }

    private JsonElement Ask(byte[] line)
    {
        _robot.Send(line);
        return Parse(_robot.ReadLine());
    }

    private static JsonElement Parse(string? answer) =>
        JsonDocument.Parse(answer.ShouldNotBeNull()).RootElement.Clone();
}
