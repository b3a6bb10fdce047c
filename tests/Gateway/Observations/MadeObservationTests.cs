using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>Every form that Arrow lets a robot send its observations in, as pyarrow writes it.</summary>
public sealed class MadeObservationTests
{
    public static TheoryData<string> Good => [.. Of("good")];

    public static TheoryData<string> Bad => [.. Of("bad")];

    /// <summary>All files that are read, whoever made them.</summary>
    public static TheoryData<string> All =>
    [
        .. GoldenData.OpenArmIndex.Concat(GoldenData.OpenArmMade)
            .Where(golden => golden.Kind != "bad").Select(golden => golden.File).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Good))]
    public void Every_form_is_read_as_what_was_written(string name)
    {
        GoldenObservation made = GoldenData.Made(name);
        using var reader = GoldenReader.For(made);
        reader.Read(made).ShouldBeNull();
        reader.ShouldHold(made);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_cannot_be_used_is_refused_by_name(string name)
    {
        GoldenObservation made = GoldenData.Made(name);
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read(made).ShouldNotBeNull().Message.ShouldContain(made.Note);
        reader.Observation.Position.Length.ShouldBe(0);
    }

    [Fact]
    public void One_reader_takes_them_all_in_turn()
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        for (int turn = 0; turn < 2; turn++)
        {
            foreach (GoldenObservation made in GoldenData.OpenArmMade)
            {
                GatewayError? error = reader.Read(made);
                (error is null).ShouldBe(made.Kind == "good", $"{made.Name}: {error}");
                if (error is null)
                    reader.ShouldHold(made);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_form_allocates_once_warm(string file)
    {
        GoldenObservation golden =
            GoldenData.OpenArmIndex.Concat(GoldenData.OpenArmMade).First(golden => golden.File == file);
        using var reader = GoldenReader.For(golden);
        byte[] path = System.Text.Encoding.UTF8.GetBytes(GoldenData.Path(golden.File));
        reader.Read(golden).ShouldBeNull();
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
    public void Arms_in_a_list_are_limited_as_one()
    {
        using var reader = new GoldenReader(
            GoldenReader.PolicyCameras, limits: new LimitsOptions { Positions = 15 });
        reader.Read(GoldenData.Made("qpos")).ShouldNotBeNull().Message
            .ShouldContain("position has 16 values, at most 15 are read (Limits:Positions)");
    }

    private static IEnumerable<string> Of(string kind) =>
        GoldenData.OpenArmMade.Where(made => made.Kind == kind).Select(made => made.Name);
}
