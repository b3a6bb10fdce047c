using FsCheck;
using FsCheck.Fluent;
using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>Our queue is LeRobot's, whenever answers come and however long they are.</summary>
public sealed class ActionQueueProperties
{
    private const int ActionsPerChunk = 8;
    private const double Threshold = 0.5;

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20261122, 11);

    // 0 shows an observation, 1 answers the oldest that is unanswered, with so many rows, what is above executes.
    private static readonly Gen<(int Kind, int Rows)> Step =
        from kind in Gen.Choose(0, 4)
        from rows in Gen.Choose(1, ActionsPerChunk)
        select (kind, rows);

    [Fact]
    public void Answers_in_order_make_the_queue_that_LeRobots_client_has() =>
        Check.One(Fixed, Prop.ForAll(Step.ListOf().ToArbitrary(), steps => Play([.. steps])));

    private static void Play((int Kind, int Rows)[] steps)
    {
        ActionAggregate aggregate = ActionAggregates.WeightedAverage;
        using var bench = new QueueBench(1, ActionsPerChunk, Threshold, aggregate);
        var stock = new StockQueue(aggregate);
        var unanswered = new Queue<(long Timestep, double Timestamp)>();
        float value = 0;
        foreach ((int kind, int rows) in steps)
        {
            if (kind == 0)
            {
                (long timestep, double timestamp, _) = bench.Send();
                timestep.ShouldBe(stock.Moment);
                unanswered.Enqueue((timestep, timestamp));
            }
            else if (kind == 1 && unanswered.TryDequeue(out (long Timestep, double Timestamp) asked))
            {
                TimedAction[] chunk = Chunks.Of(asked.Timestep, asked.Timestamp, rows, value++);
                // Where all of it has passed theirs drops what waits; ours goes on with it.
                if (bench.Take(chunk))
                    stock.Put(chunk);
            }
            else if (stock.Count > 0)
            {
                bench.Execute(1).ShouldBe([stock.Take()]);
            }
            else
            {
                bench.Execute(1).ShouldBeEmpty();
            }
            bench.Queue.IsLow.ShouldBe(stock.IsReadyToSend(Threshold));
        }
        bench.Refusals.Counts.Keys.ShouldBeSubsetOf(["late"]);
    }
}
