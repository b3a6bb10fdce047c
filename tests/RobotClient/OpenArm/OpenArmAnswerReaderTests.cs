using System.Text;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.RobotClient.OpenArm;

public sealed class OpenArmAnswerReaderTests
{
    [Fact]
    public void A_chunk_is_read_with_all_that_goes_with_it()
    {
        OpenArmAnswer answer = Read("""
            {"interval":33333333,"cutoff_hz":15,"positions":[[1,2.5],[-3,4]],
             "timing":{"read_ms":1.5,"total_ms":2,"note":"x"},"unknown":{}}
            """);
        answer.Positions.ShouldBe([[1, 2.5f], [-3, 4]]);
        answer.IntervalNanoseconds.ShouldBe(33333333);
        answer.CutoffHz.ShouldBe(15);
        answer.Error.ShouldBeNull();
        answer.Timing.ShouldBe([new OpenArmStage("read", 1.5), new OpenArmStage("total", 2)]);
        answer.IsSkip.ShouldBeFalse();
    }

    [Fact]
    public void A_skip_carries_its_reason()
    {
        OpenArmAnswer answer = Read("""{"positions":[],"error":{"code":"NotFound","message":"no such file"}}""");
        answer.IsSkip.ShouldBeTrue();
        answer.Error.ShouldBe(new OpenArmError("NotFound", "no such file"));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[1]", "no object")]
    [InlineData("{}", "no list \"positions\"")]
    [InlineData("""{"positions":5}""", "no list \"positions\"")]
    [InlineData("""{"positions":[[1]]}""", "\"interval\"")]
    [InlineData("""{"positions":[[1]],"interval":0}""", "\"interval\"")]
    [InlineData("""{"positions":[[1]],"interval":33.5}""", "\"interval\"")]
    [InlineData("""{"positions":[1],"interval":1}""", "positions[0]")]
    [InlineData("""{"positions":[[]],"interval":1}""", "positions[0]")]
    [InlineData("""{"positions":[[1,2],[3]],"interval":1}""", "positions[1] has 1 values")]
    [InlineData("""{"positions":[[1,null]],"interval":1}""", "positions[0][1] is null")]
    [InlineData("""{"positions":[[1e39]],"interval":1}""", "positions[0][0] is 1e39")]
    [InlineData("""{"positions":[[NaN]],"interval":1}""", "not JSON")]
    public void What_no_robot_could_execute_is_refused_with_its_place(string line, string reason) =>
        Should.Throw<OpenArmException>(() => Read(line)).Message.ShouldContain(reason);

    private static OpenArmAnswer Read(string line) => OpenArmAnswerReader.Read(Encoding.UTF8.GetBytes(line));
}
