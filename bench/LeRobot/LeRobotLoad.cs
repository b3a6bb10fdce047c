using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary>Robots that send an observation at each beat of a rate, evenly apart.</summary>
internal sealed class LeRobotLoad(LeRobotCase @case, double hz, TimeProvider time)
{
    private const int WarmUpTicks = 60;

    private readonly List<LeRobotRobot> _robots = [];
    private readonly List<LeRobotTick> _ticks = [];
    private readonly TimeSpan _period = TimeSpan.FromSeconds(1 / hz);
    private long _missed;
    private long _lost;

    /// <summary>Observations that were not answered with actions.</summary>
    public long Lost => _lost;

    public void Connect(string address, int robots)
    {
        using (var first = LeRobotSeries.Start("policygate", address, @case, time))
            first.Run(WarmUpTicks);
        for (int i = 0; i < robots; i++)
        {
            _robots.Add(new LeRobotRobot(address, @case, time));
            _robots[i].Start().GetAwaiter().GetResult();
        }
    }

    /// <returns>Seconds that it took.</returns>
    public double Run(TimeSpan duration)
    {
        long began = time.GetTimestamp();
        Task.WaitAll([.. _robots.Select((robot, i) => Task.Run(() => Drive(robot, i, began, duration)))]);
        _robots.ForEach(robot => robot.Dispose());
        return time.GetElapsedTime(began).TotalSeconds;
    }

    public void Write(TextWriter output)
    {
        var added = Distribution.Of(_ticks.Select(tick => tick.Added).ToArray());
        var roundTrip = Distribution.Of(_ticks.Select(tick => tick.RoundTrip).ToArray());
        output.WriteLine($"{_robots.Count} robots at {hz:0.#} Hz, {@case.Name}: {_ticks.Count} answered, {_lost} lost, "
            + $"{_missed} beats missed");
        output.WriteLine($"added ms: p50 {added.P50:0.000}, p99 {added.P99:0.000}, max {added.Max:0.000}; "
            + $"round trip: p50 {roundTrip.P50:0.000}, p99 {roundTrip.P99:0.000}, max {roundTrip.Max:0.000}");
    }

    private async Task Drive(LeRobotRobot robot, int number, long began, TimeSpan duration)
    {
        var ticks = new List<LeRobotTick>();
        TimeSpan due = _period * number / _robots.Count;
        for (TimeSpan now; (now = time.GetElapsedTime(began)) < duration;)
        {
            if (due > now)
                await Task.Delay(due - now, time);
            try
            {
                ticks.Add(await robot.Tick());
            }
            catch (Exception lost) when (lost is IOException or HttpRequestException)
            {
                Interlocked.Increment(ref _lost);
                await Console.Error.WriteLineAsync($"robot {number}: {lost.Message}");
            }
            due += _period;
            // A beat that is past when the answer is here was missed: the robot was still waiting.
            long missed = Math.Max(0, (long)((time.GetElapsedTime(began) - due) / _period));
            Interlocked.Add(ref _missed, missed);
            due += missed * _period;
        }
        lock (_ticks)
            _ticks.AddRange(ticks);
    }
}
