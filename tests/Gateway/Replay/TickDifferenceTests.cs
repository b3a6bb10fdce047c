using System.Text;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Replay;

public sealed class TickDifferenceTests
{
    private const DifferentParts All = (DifferentParts)~0;
    private const DifferentParts OfServer = DifferentParts.Outcome | DifferentParts.Chunk;

    private static readonly RecordedTick Recorded = new()
    {
        Session = "arm",
        Tick = 7,
        Route = "reach",
        Wire = RecordedWire.OpenArm,
        Request = Array.Empty<byte>(),
        Outcome = TickOutcome.Chunk,
        Raw = new float[] { 1, 2, 3, 4, 5, 6 },
        Chunk = new float[] { 3, 4, 5, 6 },
        Reply = Bytes("{\"positions\":[],\"timing\":{\"run_ms\":1.5}}\n"),
        Width = 2,
        LateRows = 1,
    };

    [Fact]
    public void The_same_is_the_same_whatever_the_stages_took()
    {
        Of(Played()).ShouldBeNull();
    }

    [Fact]
    public void A_bit_is_a_difference_and_told_by_row_and_joint()
    {
        PlayedTick played = Played();
        played.Chunk = new float[] { 3, 4, 5, MathF.BitIncrement(6) };

        TickDifference difference = Of(played).ShouldNotBeNull();

        difference.Parts.ShouldBe(DifferentParts.Chunk);
        RowsDifference chunk = difference.Chunk.ShouldNotBeNull();
        (chunk.Row, chunk.Joint).ShouldBe((1, 1));
        chunk.Largest.ShouldBe(4.7e-7, 1e-8);
        chunk.ByJoint.ShouldBe([0, chunk.Largest]);
    }

    [Fact]
    public void No_number_is_the_same_as_itself_and_infinitely_far_from_others()
    {
        RowsDifference.Of([float.NaN], [float.NaN], 1).ShouldBeNull();
        RowsDifference.Of([1], [float.NaN], 1)!.Largest.ShouldBe(double.PositiveInfinity);
        RowsDifference.Of([0f], [-0f], 1)!.Largest.ShouldBe(0);
        RowsDifference.Of([1, 2], [1], 1)!.ShouldSatisfyAllConditions(
            rows => rows.RecordedRows.ShouldBe(2),
            rows => rows.PlayedRows.ShouldBe(1),
            rows => rows.Largest.ShouldBe(0));
    }

    [Fact]
    public void An_answer_is_compared_byte_for_byte_but_for_its_times()
    {
        PlayedTick played = Played();
        played.Reply = Bytes("{\"positions\":[],\"error\":{}}\n");
        Of(played)!.Parts.ShouldBe(DifferentParts.Reply);
    }

    [Fact]
    public void What_follows_missing_ticks_may_differ_but_not_in_what_a_policy_makes_of_an_observation()
    {
        PlayedTick played = Played();
        played.Chunk = new float[] { 3, 4, 5, 7 };
        Of(played, excused: true)!.IsExcused.ShouldBeTrue();

        played.Raw = new float[] { 1, 2, 3, 4, 5, 7 };
        Of(played, excused: true)!.IsExcused.ShouldBeFalse();
        Of(played, excused: true, remembers: true)!.IsExcused.ShouldBeTrue();
    }

    [Fact]
    public void Of_a_server_that_left_out_other_late_rows_those_that_both_sent_are_compared()
    {
        PlayedTick played = Played();
        (played.Raw, played.Reply) = (default, default);
        played.Chunk = new float[] { 5, 6 };
        TickDifference.Of(Recorded, played, OfServer, excused: false, rememberingPolicy: true).ShouldBeNull();
        played.Chunk = new float[] { 1, 2, 3, 4, 5, 6 };
        TickDifference.Of(Recorded, played, OfServer, excused: false, rememberingPolicy: true).ShouldBeNull();
        Of(played)!.Parts.ShouldBe(DifferentParts.Raw | DifferentParts.Chunk | DifferentParts.Reply);
    }

    private static TickDifference? Of(PlayedTick played, bool excused = false, bool remembers = false) =>
        TickDifference.Of(Recorded, played, All, excused, remembers);

    private static PlayedTick Played() => new()
    {
        Outcome = TickOutcome.Chunk,
        HasRun = true,
        Raw = Recorded.Raw.ToArray(),
        Chunk = Recorded.Chunk.ToArray(),
        Reply = Bytes("{\"positions\":[]}\n"),
        Width = 2,
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
