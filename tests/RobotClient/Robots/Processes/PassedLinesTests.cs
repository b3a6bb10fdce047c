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
        var said = new ConcurrentQueue<string>();
        using var lines = new PassedLines(line =>
        {
            terminal.Wait();
            said.Enqueue(line);
        });
        for (int i = 0; i < 1000; i++)
            lines.Say($"{i}");
        terminal.Set();
        Eventually.Holds(
            () => said.Any(line => line.StartsWith('(')), () => $"said {said.Count} lines, and of none left out");

        // The first may have been under way already.
        int passed = said.Count - 1;
        passed.ShouldBeInRange(200, 201);
        said.ShouldBe([.. Enumerable.Range(0, passed).Select(i => $"{i}"),
            $"({1000 - passed} lines left out: they were not taken in time)"]);
    }
}
