using System.Collections.Concurrent;
using PolicyGate.RobotClient.Robots.Processes;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.Robots.Processes;

public sealed class PassedLinesTests
{
    [Fact]
    public void What_is_not_taken_in_time_is_counted()
    {
        using var terminal = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        var said = new ConcurrentQueue<string>();
        using var lines = new PassedLines(line =>
        {
            busy.Set();
            terminal.Wait();
            said.Enqueue(line);
        });
        lines.Say("0");
        busy.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue("nothing is passed on");
        for (int i = 1; i < 1000; i++)
            lines.Say($"{i}");
        terminal.Set();
        Eventually.Holds(
            () => said.Any(line => line.StartsWith('(')), () => $"said {said.Count} lines, and of none left out");

        // One is under way, 200 wait.
        said.ShouldBe(
            [.. Enumerable.Range(0, 201).Select(i => $"{i}"), "(799 lines left out: they were not taken in time)"]);
    }
}
