using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>The reader as a session uses it, tick after tick.</summary>
public sealed class ArrowObservationReaderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("policygate-reader-").FullName;
    private readonly GoldenObservation _half = GoldenData.OpenArm("half");

    [Fact]
    public void A_tick_allocates_nothing_once_warm()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        byte[] path = System.Text.Encoding.UTF8.GetBytes(GoldenData.Path(_half.File));
        reader.Read(_half).ShouldBeNull();
        long allocated = long.MaxValue;
        // More than once: the runtime itself allocates when a method is compiled anew.
        for (int i = 0; i < 50 && allocated != 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            GatewayError? error = reader.Read(path);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            error.ShouldBeNull();
        }
        allocated.ShouldBe(0);
    }

    [Fact]
    public void Time_is_told_apart_into_reading_and_decoding()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read(_half).ShouldBeNull();
        reader.Timings.Read.ShouldBeGreaterThan(0);
        reader.Timings.Decode.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(15)]
    public void A_file_rewritten_while_it_is_read_never_becomes_an_observation(int look)
    {
        string path = Path.Combine(_root, "moving.arrow");
        File.WriteAllBytes(path, GoldenData.Bytes(_half.File));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(-1));
        byte[] other = GoldenData.Bytes("openarm-captured/two-episodes/0000.arrow");
        var clock = new ActingClock(look, () => File.WriteAllBytes(path, other));
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, time: clock, roots: [_root]);
        NameHalf(reader);
        GatewayError error = reader.Read(path).ShouldNotBeNull();
        clock.Acted.ShouldBeTrue();
        error.Message.ShouldContain("written to while it was read");
        reader.Observation.Position.Length.ShouldBe(0);
    }

    [Fact]
    public void A_file_cut_short_while_it_is_read_never_becomes_an_observation()
    {
        string path = Path.Combine(_root, "cut.arrow");
        File.WriteAllBytes(path, GoldenData.Bytes(_half.File));
        var clock = new ActingClock(9, () => File.WriteAllBytes(path, []));
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, time: clock, roots: [_root]);
        NameHalf(reader);
        reader.Read(path).ShouldNotBeNull().Message.ShouldContain("then 0");
    }

    [Fact]
    public void The_row_with_the_highest_id_is_the_newest_wherever_it_stands()
    {
        // history.arrow holds ids in rising order; the same with the first row's id made the highest.
        byte[] bytes = GoldenData.Bytes("openarm/history.arrow");
        byte[] ids = [.. new long[] { 40, 41, 42 }.SelectMany(BitConverter.GetBytes)];
        int at = bytes.AsSpan().IndexOf(ids);
        at.ShouldBeGreaterThan(0);
        BitConverter.GetBytes(99L).CopyTo(bytes, at);
        string path = Path.Combine(_root, "first.arrow");
        File.WriteAllBytes(path, bytes);

        using var reader = new GoldenReader(GoldenReader.PolicyCameras, roots: [_root]);
        for (int i = 0; i < GoldenReader.PolicyCameras.Count; i++)
            reader.Sizes[i] = (45, 72);
        reader.Read(path).ShouldBeNull();
        reader.Observation.Id.ShouldBe(99);
        reader.Observation.Position.ToArray().ShouldNotBe(GoldenData.OpenArm("history").Position!);
    }

    [Fact]
    public void Limits_are_held_and_named()
    {
        Refusal(new LimitsOptions { Positions = 15 }, "half").ShouldContain("Limits:Positions");
        Refusal(new LimitsOptions { TaskBytes = 5 }, "task").ShouldContain("Limits:TaskBytes");
        Refusal(new LimitsOptions { ObservationRows = 2 }, "history").ShouldContain("at most 2");
        Refusal(new LimitsOptions { ObservationRows = 2 }, "two-batches").ShouldContain("Limits:ObservationRows");
        Refusal(new LimitsOptions { ArrowBatches = 1 }, "two-batches").ShouldContain("at most 1");
        Refusal(new LimitsOptions { ArrowColumns = 10 }, "half").ShouldContain("more than 10 columns");
        Refusal(new LimitsOptions { ArrowDepth = 1 }, "half").ShouldContain("more than 1 deep");
        Refusal(new LimitsOptions { ArrowMetadataBytes = 100 }, "half").ShouldContain("at most 100");
        Refusal(new LimitsOptions { ObservationBytes = 1000 }, "half").ShouldContain("Limits:ObservationBytes");
    }

    [Fact]
    public void What_a_robot_puts_into_a_path_cannot_break_a_line_of_the_log()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read("/dev/shm/a\nb").ShouldNotBeNull().Message.ShouldStartWith("observation /dev/shm/a?b: ");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static string Refusal(LimitsOptions limits, string name)
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, limits: limits);
        GatewayError error = reader.Read(GoldenData.OpenArm(name)).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Overloaded);
        return error.Message;
    }

    private static void NameHalf(GoldenReader reader)
    {
        for (int i = 0; i < GoldenReader.PolicyCameras.Count; i++)
            reader.Sizes[i] = (120, 192);
    }

    /// <summary>Acts once, when it is looked at for the given time: between two reads, which are both timed.</summary>
    private sealed class ActingClock(int look, Action act) : TimeProvider
    {
        private int _looks;

        public bool Acted => _looks >= look;

        public override long GetTimestamp()
        {
            if (++_looks == look)
                act();
            return base.GetTimestamp();
        }
    }
}
