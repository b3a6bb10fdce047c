using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>Our queue against what LeRobot's own client did with the same answers.</summary>
public sealed class RecordedSessionTests
{
    [Theory]
    [InlineData("0.3.3")]
    [InlineData("0.4.4")]
    public void The_same_answers_make_the_same_queue_the_same_actions_and_ask_for_the_same_observations(string version)
    {
        RecordedSession session = RecordedSession.Read(version);
        using var bench = new QueueBench(6, session.ActionsPerChunk, session.Threshold);
        var sizes = new List<int>();
        float[] action = new float[6];
        (bool wanted, bool sent) = (true, false);
        foreach (RecordedEvent happened in session.Events)
        {
            if (happened.Executed is { } executed)
            {
                sent.ShouldBe(wanted, $"before action {sizes.Count}");
                sizes.Add(bench.Queue.Take(action, out _));
                action.ShouldBe(executed);
                (wanted, sent) = (bench.Queue.IsLow, false);
            }
            else if (!happened.Answer.IsEmpty)
            {
                bench.Intake.Take(happened.Answer).ShouldBeTrue();
            }
            else
            {
                QueueMoment moment = bench.Queue.Moment();
                moment.Timestep.ShouldBe(happened.Timestep);
                double timestamp = happened.Timestamp;
                bench.Queue.Announce(moment, ref timestamp, bench.Clock.Now, out bool mustGo).ShouldBeTrue();
                mustGo.ShouldBe(happened.MustGo);
                timestamp.ShouldBe(happened.Timestamp);
                sent = true;
            }
        }
        sizes.ShouldBe(session.QueueSizes);
        bench.Refusals.Counts.ShouldBeEmpty();
    }
}
