using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.Gateway.Measurement;

public sealed class CaseResultTests
{
    [Fact]
    public void Percentiles_are_by_nearest_rank_and_each_was_measured()
    {
        double[] thousand = [.. Enumerable.Range(1, 1000).Select(i => (double)i)];
        Random.Shared.Shuffle(thousand);
        Distribution.Of(thousand).ShouldBe(new Distribution(500, 990, 999, 1000));
        Distribution.Of([5, 1, 3]).ShouldBe(new Distribution(3, 5, 5, 5));
        Distribution.Of([7]).ShouldBe(new Distribution(7, 7, 7, 7));
    }

    [Fact]
    public void What_the_host_adds_is_the_tick_without_pictures_over_the_bare_run()
    {
        CaseResult result = Of(samples =>
        {
            Tell(samples, """{"read_ms":1.25,"decode_ms":0.25,"resize_ms":2,"run_ms":4,"new_ms":9,"total_ms":8}""");
            samples.Add(Stage.RoundTrip, 8.5);
            samples.Add(Stage.PlainRead, 1);
            samples.Add(Stage.BareRun, 4.5);
        });
        // 8 - 1.25 - 2 is 4.75, of which 4.5 are the model's.
        result.HostMicroseconds.ShouldBe(250);
        result.WireMicroseconds.ShouldBe(500);
        // 1.25 and 0.25 for what a plain read does in 1.
        result.ReadingMicroseconds.ShouldBe(500);
        result.Stages.Single(row => row.Stage is Stage.Run).ToPlainRead.ShouldBe(4);
        result.Stages.ShouldNotContain(row => row.Stage == Stage.Reference);
        (result.Speedup, result.ResizeSpeedup).ShouldBe((null, null));
    }

    [Fact]
    public void A_reference_is_set_against_the_whole_round_trip_and_its_resize_against_ours_on_one_thread()
    {
        CaseResult result = Of(samples =>
        {
            samples.Add(Stage.RoundTrip, 2);
            samples.Add(Stage.FillAlone, 4);
            samples.Add(Stage.ReferenceResize, 10);
            samples.Add(Stage.Reference, 17);
        });
        result.Speedup.ShouldBe(8.5);
        result.ResizeSpeedup.ShouldBe(2.5);
    }

    [Fact]
    public void An_answer_that_does_not_tell_its_times_is_no_measurement() =>
        Should.Throw<InvalidDataException>(() => Of(samples => Tell(samples, """{"run_ms":1}""")));

    private static void Tell(Samples samples, string timing)
    {
        var answer = new OpenArmAnswerParser();
        answer.Parse(System.Text.Encoding.UTF8.GetBytes($$"""{"positions":[],"timing":{{timing}}}"""));
        samples.Add(answer.Stages);
    }

    private static CaseResult Of(Action<Samples> measure)
    {
        var samples = new Samples(10);
        measure(samples);
        return new CaseResult
        {
            Name = "", Ticks = 1, Hz = null, BytesUsed = 0, FileBytes = 0, AllocatedBytesPerTick = 0,
            AllocatedBytesPerBareRun = 0, Stages = StageResult.All(samples),
        };
    }
}
