using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Workers;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>What the gateway makes of what stands in a lane, whoever wrote it there.</summary>
public sealed unsafe class WorkerLaneTests : IDisposable
{
    private static readonly RunArguments OneRow = new(1, Seed: 9, long.MaxValue, default, CancellationToken.None);

    private readonly SharedRegion _region = SharedRegion.Create(WorkerLanes.RegionBytes);
    private readonly WorkerLane _lane;
    private readonly LaneBlock* _block;

    public WorkerLaneTests()
    {
        _lane = new WorkerLane(_region, number: 1, TimeProvider.System);
        _block = (LaneBlock*)_region.Address + 1;
    }

    public void Dispose() => _region.Dispose();

    [Fact]
    public void An_answer_to_an_older_request_is_not_taken()
    {
        _lane.Begin(3, OneRow).ShouldBeTrue();
        int older = _block->Request;
        _lane.Begin(3, OneRow).ShouldBeTrue();
        _block->Reply = older;

        _lane.Wait(In(TimeSpan.FromMilliseconds(20)), mayBeAbandoned: true).ShouldBe(LaneEnd.Late);

        _block->Reply = _block->Request;
        _lane.Wait(long.MaxValue, mayBeAbandoned: true).ShouldBe(LaneEnd.Answered);
        (_block->Inference, _block->Rows, _block->Seed).ShouldBe((3, 1, 9UL));
        _block->RemainingNanoseconds.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Whoever_abandons_a_run_ends_the_wait_for_it()
    {
        _lane.Begin(0, OneRow);
        using var timer = new Timer(_ => _lane.Abandon(), null, 20, Timeout.Infinite);
        _lane.Wait(long.MaxValue, mayBeAbandoned: true).ShouldBe(LaneEnd.Late);
    }

    [Fact]
    public void A_death_ends_the_wait_even_of_one_who_waits_on_after_the_deadline()
    {
        _lane.Begin(0, OneRow);
        _lane.Abandon();
        using var timer = new Timer(_ => _lane.Die(), null, 20, Timeout.Infinite);
        _lane.Wait(long.MaxValue, mayBeAbandoned: false).ShouldBe(LaneEnd.Died);
    }

    [Theory]
    [InlineData(77, 0)]
    [InlineData(-1, 0)]
    [InlineData((int)RunStatus.Failed, -1)]
    [InlineData((int)RunStatus.Failed, LaneBlock.MaximumMessageBytes + 1)]
    public void A_status_or_a_message_that_no_worker_writes_is_no_result(int status, int messageBytes)
    {
        (_block->Status, _block->MessageBytes) = (status, messageBytes);
        _lane.Result().ShouldBeNull();
    }

    [Fact]
    public void A_message_comes_over_as_it_was_written()
    {
        byte[] text = Encoding.UTF8.GetBytes("gelähmt");
        text.CopyTo(new Span<byte>(_block->Message, text.Length));
        (_block->Status, _block->MessageBytes) = ((int)RunStatus.InvalidInput, text.Length);
        _lane.Result().ShouldBe(new RunResult(RunStatus.InvalidInput, "gelähmt"));
    }

    private static long In(TimeSpan time) =>
        TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
