using PolicyGate.RobotClient.LeRobot;
using PolicyGate.RobotClient.LeRobot.Server;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Server;

public sealed class ObservationMailboxTests : IDisposable
{
    private static readonly LeRobotClientOptions Options =
        new() { PolicyType = "act", PretrainedNameOrPath = "reach", ActionsPerChunk = 10 };

    private readonly ObservationMailbox _mailbox = new(new TestRobot().Features, Options);

    public void Dispose() => _mailbox.Dispose();

    [Fact]
    public async Task The_newest_takes_the_place_of_one_that_waits()
    {
        Post(1);
        Post(2);
        Post(3);
        ObservationFrame taken = await _mailbox.TakeAsync(CancellationToken.None);
        taken.Captured.ShouldBe(3);
        _mailbox.PassedOver.ShouldBe(2);
        _mailbox.GiveBack(taken);
    }

    [Fact]
    public async Task While_one_is_sent_others_are_made()
    {
        Post(1);
        ObservationFrame sending = await _mailbox.TakeAsync(CancellationToken.None);
        for (int i = 2; i < 10; i++)
            Post(i);
        sending.Captured.ShouldBe(1);
        _mailbox.GiveBack(sending);
        (await _mailbox.TakeAsync(CancellationToken.None)).Captured.ShouldBe(9);
    }

    [Fact]
    public async Task Who_comes_first_waits()
    {
        ValueTask<ObservationFrame> taking = _mailbox.TakeAsync(CancellationToken.None);
        taking.IsCompleted.ShouldBeFalse();
        Post(1);
        (await taking).Captured.ShouldBe(1);
    }

    private void Post(long captured)
    {
        ObservationFrame frame = _mailbox.Rent();
        frame.Captured = captured;
        _mailbox.Post(frame);
    }
}
