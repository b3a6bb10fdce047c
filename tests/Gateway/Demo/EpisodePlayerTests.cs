using PolicyGate.Gateway.Demo;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.Gateway.Demo;

public sealed class EpisodePlayerTests
{
    [Fact]
    public async Task A_gateway_that_answers_as_recorded_passes()
    {
        DemoTally tally = await PlayedDemo.Play((_, recorded) => RecordedAnswers.Line(recorded));
        tally.Succeeded.ShouldBeTrue(tally.Failure);
        (tally.Observations, tally.Chunks, tally.LateRows).ShouldBe((32, 32, 0));
        tally.LargestDifference.ShouldBe(0);
        tally.Ticks.Count(tick => tick.Recorded.First).ShouldBe(4);
    }

    [Fact]
    public async Task Rows_left_out_as_late_are_counted_and_no_fault()
    {
        DemoTally tally = await PlayedDemo.Play(
            (number, recorded) => RecordedAnswers.Line(recorded, number % 8 == 0 ? 0 : 3));
        tally.Succeeded.ShouldBeTrue(tally.Failure);
        tally.LateRows.ShouldBe(28 * 3);
    }

    [Fact]
    public async Task One_wrong_joint_in_one_chunk_fails_it()
    {
        DemoTally tally = await PlayedDemo.Play(
            (number, recorded) => RecordedAnswers.Line(recorded, error: number == 21 ? 2e-4f : 0));
        tally.Succeeded.ShouldBeFalse();
        tally.LargestDifference!.Value.ShouldBe(2e-4, 1e-6);
        tally.Failure.ShouldNotBeNull().ShouldStartWith("tick 5 of episode 1");
    }

    [Fact]
    public async Task A_skipped_tick_fails_it_and_is_counted_by_its_reason()
    {
        DemoTally tally = await PlayedDemo.Play((number, recorded) => number == 2
            ? """{"positions":[],"error":{"code":"Overloaded","message":"too many robots"}}"""
            : RecordedAnswers.Line(recorded));
        tally.Succeeded.ShouldBeFalse();
        (tally.Observations, tally.Chunks).ShouldBe((32, 31));
        tally.SkipText.ShouldBe("skips: Overloaded ×1");
        tally.Failure.ShouldNotBeNull().ShouldContain("too many robots");
    }

    [Fact]
    public async Task A_gateway_that_closes_fails_it()
    {
        DemoTally tally = await PlayedDemo.Play(
            (number, recorded) => number == 4 ? null : RecordedAnswers.Line(recorded));
        tally.Succeeded.ShouldBeFalse();
        tally.Observations.ShouldBe(4);
        tally.Failure.ShouldNotBeNull().ShouldContain("closed the connection");
    }

    [Fact]
    public async Task What_the_stages_do_not_explain_is_the_wire()
    {
        DemoTally tally = await PlayedDemo.Play((_, recorded) => RecordedAnswers.Line(recorded));
        tally.Stages(50).Select(stage => stage.Name).ShouldBe(["read", "decode", "run", StageNames.Rest]);
        tally.Stages(50)[0].Milliseconds.ShouldBe(1.5);
        OpenArmStage rest = tally.Ticks[0].Stages().Last();
        double expected = tally.Ticks[0].RoundTrip.TotalMilliseconds - 3.75;
        rest.Milliseconds.ShouldBe(Math.Max(0, expected), 1e-9);
    }
}
