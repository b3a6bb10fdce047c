using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Tests.Gateway.Wires.OpenArm;

public sealed class OpenArmRequestTests
{
    private readonly OpenArmRequest _request =
        new(new ObservationNeeds(["head_left", "wrist_right"], Task: false), new LimitsOptions());

    [Fact]
    public void The_stock_nodes_line_is_read()
    {
        Parse("""
            {"name": "inference", "data_path": "/dev/shm/a/tmp1.arrow", "reset": true, "metadata": {"timestamp": 1716000000123456789, "episode_number": 0, "camera_wrist_right.height": 600, "camera_wrist_right.width": 960, "camera_wrist_right.encoding": "rgb8", "camera_head_left.height": 720, "camera_head_left.width": 1280, "camera_head_left.encoding": "rgb8", "camera_ceiling.height": 1, "camera_ceiling.width": 2}}
            """).ShouldBeNull();
        Encoding.UTF8.GetString(_request.DataPath).ShouldBe("/dev/shm/a/tmp1.arrow");
        _request.Kind.ShouldBe(OpenArmRequestKind.Inference);
        _request.Reset.ShouldBeTrue();
        _request.Timestamp.ShouldBe(1716000000123456789);
        _request.Sizes[0].ShouldBe((720, 1280));
        _request.Sizes[1].ShouldBe((600, 960));
    }

    [Fact]
    public void What_a_request_said_does_not_linger_in_the_next()
    {
        Parse("""{"name":"inference","data_path":"/a","reset":true,"metadata":{"timestamp":5,"camera_head_left.height":7}}""");
        Parse("""{"name":"inference","data_path":"/b"}""").ShouldBeNull();
        _request.Reset.ShouldBeFalse();
        _request.Timestamp.ShouldBeNull();
        _request.Sizes[0].ShouldBe((0, 0));
        Encoding.UTF8.GetString(_request.DataPath).ShouldBe("/b");
    }

    [Theory]
    [InlineData("""{"name":"inference","data_path":"/a","metadata":{"x":NaN,"y":[Infinity,-Infinity],"z":"None","timestamp":9}}""")]
    [InlineData("""{"metadata":{"x": NaN , "s":"it says NaN, \"Infinity\" and \\","timestamp":9},"data_path":"/a","name":"inference"}""")]
    [InlineData("""{"name":"inference","data_path":"/a","metadata":{"timestamp":9,"big":1e400,"deep":[[{"a":[]}]]},"later":null}""")]
    public void What_Python_writes_is_read_though_it_is_no_JSON(string line)
    {
        Parse(line).ShouldBeNull();
        _request.Timestamp.ShouldBe(9);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("\"None\"")]
    [InlineData("1.5")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("99999999999999999999")]
    public void A_timestamp_that_is_no_integer_counts_as_absent(string timestamp)
    {
        Parse($$$"""{"name":"inference","data_path":"/a","metadata":{"timestamp":{{{timestamp}}},"camera_head_left.height":7}}""")
            .ShouldBeNull();
        _request.Timestamp.ShouldBeNull();
        _request.Sizes[0].Height.ShouldBe(7);
    }

    [Fact]
    public void An_escaped_path_is_unescaped()
    {
        Parse("""{"name":"inference","data_path":"/dev/shm/\u628a\"x"}""").ShouldBeNull();
        Encoding.UTF8.GetString(_request.DataPath).ShouldBe("/dev/shm/把\"x");
    }

    [Fact]
    public void A_ping_is_a_ping() => ParseKind("""{"ping": true}""").ShouldBe(OpenArmRequestKind.Ping);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello", "hello")]
    [InlineData("[1,2]", "a list")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"/a\"", "no JSON")]
    [InlineData("{\"name\":\"inference\",\"data_path\":\"/a\"}{\"name\":\"inference\"}", "no JSON")]
    [InlineData("{\"data_path\":\"/a\"}", "\"name\"")]
    [InlineData("{\"name\":\"inference\"}", "\"data_path\"")]
    [InlineData("{\"name\":\"inference\",\"data_path\":5}", "a number")]
    [InlineData("{\"name\":\"infer\",\"data_path\":\"/a\"}", "\"infer\"")]
    public void A_line_that_asks_for_nothing_we_know_is_told_why(string line, string reason) =>
        Parse(line).ShouldNotBeNull().Message.ShouldContain(reason);

    [Fact]
    public void Colours_in_another_order_are_refused_rather_than_guessed()
    {
        GatewayError? error = Parse(
            """{"name":"inference","data_path":"/a","metadata":{"camera_wrist_right.encoding":"bgr8"}}""");
        error.ShouldNotBeNull().Code.ShouldBe(ErrorCode.Unsupported);
        error.Message.ShouldContain("camera_wrist_right");
        error.Message.ShouldContain("bgr8");
    }

    [Fact]
    public void A_camera_that_the_policy_does_not_use_may_have_any_encoding() =>
        Parse("""{"name":"inference","data_path":"/a","metadata":{"camera_ceiling.encoding":"bgr8"}}""").ShouldBeNull();

    [Fact]
    public void The_shared_memory_transport_is_named_as_unsupported() =>
        Parse("""{"name":"inference","transport":"shm_ring_v1","shm":{"path":"/dev/shm/x"}}""")
            .ShouldNotBeNull().Message.ShouldContain("shm_ring_v1");

    [Fact]
    public void A_message_shows_little_of_the_robots_words_and_keeps_to_one_line()
    {
        string name = "two\\nlines" + new string('x', 5000);
        string message = Parse($$"""{"name":"{{name}}","data_path":"/a"}""").ShouldNotBeNull().Message;
        message.ShouldContain("two?lines");
        message.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void What_is_nested_where_a_truth_value_belongs_is_no_part_of_the_request()
    {
        Parse("""{"reset":{"data_path":"/evil"},"ping":[true],"name":"inference","data_path":"/a"}""").ShouldBeNull();
        _request.Kind.ShouldBe(OpenArmRequestKind.Inference);
        _request.Reset.ShouldBeFalse();
        Encoding.UTF8.GetString(_request.DataPath).ShouldBe("/a");
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        byte[] line = [.. "{\"name\":\"inference\",\"data_path\":\"/a"u8, 0xff, 0xfe, .. "\"}"u8];
        _request.Parse(line).ShouldNotBeNull().Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        string line = "{\"metadata\":" + new string('[', 200) + new string(']', 200) + "}";
        Parse(line).ShouldNotBeNull().Code.ShouldBe(ErrorCode.InvalidArgument);
    }

    [Theory]
    [InlineData("\"-32,0\"", new[] { -32, 0 }, false)]
    [InlineData("[-1, 0]", new[] { -1, 0 }, false)]
    [InlineData("\"None\"", new int[0], false)]
    [InlineData("null", new int[0], false)]
    [InlineData("[-1.5, 0]", new int[0], true)]
    [InlineData("[[0], {}]", new int[0], true)]
    [InlineData("-1", new int[0], true)]
    [InlineData("\"a\\u002c0\"", new int[0], true)]
    public void What_each_row_is_comes_as_text_or_as_a_list(string sent, int[] rows, bool broken)
    {
        Parse($$$"""{"name":"inference","data_path":"/a","metadata":{"history_delta_indices":{{{sent}}},"timestamp":7}}""")
            .ShouldBeNull();
        _request.History.Rows.ToArray().ShouldBe(rows);
        _request.History.IsBroken.ShouldBe(broken);
        _request.Timestamp.ShouldBe(7);
        Parse("""{"name":"inference","data_path":"/a"}""").ShouldBeNull();
        (_request.History.Rows.Length, _request.History.IsBroken).ShouldBe((0, false));
    }

    private GatewayError? Parse(string line) => _request.Parse(Encoding.UTF8.GetBytes(line.Trim()));

    private OpenArmRequestKind ParseKind(string line)
    {
        Parse(line).ShouldBeNull();
        return _request.Kind;
    }
}
