using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary>One robot's ticks at one server.</summary>
internal sealed class LeRobotSeries(string name, LeRobotRobot robot) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<LeRobotTick> _ticks = [];

    public string Name => name;

    public Distribution Added => Distribution.Of(_ticks.Select(tick => tick.Added).ToArray());

    public Distribution RoundTrip => Distribution.Of(_ticks.Select(tick => tick.RoundTrip).ToArray());

    public int AnswerBytes => _ticks[^1].AnswerBytes;

    /// <summary>Connects as soon as the server answers.</summary>
    /// <exception cref="IOException">It did not within a minute.</exception>
    public static LeRobotSeries Start(string name, string address, LeRobotCase @case, TimeProvider time)
    {
        long began = time.GetTimestamp();
        while (true)
        {
            var robot = new LeRobotRobot(address, @case, time);
            try
            {
                robot.Start().GetAwaiter().GetResult();
                return new LeRobotSeries(name, robot);
            }
            catch (Exception early) when (early is HttpRequestException or IOException)
            {
                robot.Dispose();
                if (time.GetElapsedTime(began) > Patience)
                    throw new IOException($"{name}: {early.Message}", early);
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Ticks back to back.</summary>
    public void Run(int ticks)
    {
        for (int i = 0; i < ticks; i++)
            _ticks.Add(robot.Tick().GetAwaiter().GetResult());
    }

    public void Forget() => _ticks.Clear();

    public void Dispose() => robot.Dispose();
}
