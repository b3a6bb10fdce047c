namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>Simulated robots against one policy server, from their connecting to their figures.</summary>
/// <param name="options">How they drive.</param>
/// <param name="frames">What they show, at least one.</param>
/// <param name="oneArm">8 joints instead of 16, where the frames' positions are not as recorded.</param>
/// <param name="time">The clock.</param>
public sealed class DriveRun(DriveOptions options, IReadOnlyList<DriveFrame> frames, bool oneArm, TimeProvider time)
{
    // A thread holds a socket and a few spans; 200 of them should not need 1.6 GB of addresses.
    private const int StackBytes = 512 << 10;

    // For the answer under way when the run is stopped; the gateway itself drains within 3 s.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Drives until all robots have come to their end, or until told to stop.</summary>
    /// <param name="stop">Ends the run early; its figures are as good as any.</param>
    /// <exception cref="OpenArmException">The robots' own socket cannot be made.</exception>
    /// <exception cref="IOException">Observation files cannot be written.</exception>
    public DriveReport Run(CancellationToken stop)
    {
        var total = new DriveTally();
        var robots = new List<DriveRobot>();
        try
        {
            using (var sockets = new DriveSockets(options))
                Connect(sockets, robots, total, stop);
            TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
            long started = time.GetTimestamp();
            Drive(robots, stop);
            TimeSpan elapsed = time.GetElapsedTime(started);
            robots.ForEach(robot => total.Add(robot.Tally));
            return DriveReport.Of(
                total, options.Robots, elapsed, Environment.CpuUsage.TotalTime - processorBefore);
        }
        finally
        {
            robots.ForEach(robot => robot.Dispose());
        }
    }

    private void Connect(DriveSockets sockets, List<DriveRobot> robots, DriveTally total, CancellationToken stop)
    {
        for (int i = 0; i < options.Robots && !stop.IsCancellationRequested; i++)
        {
            var show = new FrameShow(options, frames, SineMotion.JointsOf(oneArm), i);
            try
            {
                robots.Add(new DriveRobot(options, sockets.Next(stop), show, time));
                continue;
            }
            catch (OpenArmException failure)
            {
                total.Unconnected++;
                total.AddProblem(failure.Message);
            }
            catch (OperationCanceledException)
            {
                // Told to stop before the server came.
            }
            show.Dispose();
        }
    }

    private void Drive(List<DriveRobot> robots, CancellationToken stop)
    {
        var threads = new List<Thread>();
        for (int i = 0; i < robots.Count; i++)
        {
            DriveRobot robot = robots[i];
            var clock = new DriveClock(options, i, time);
            var thread = new Thread(() => robot.Run(clock, stop), StackBytes) { Name = $"robot {i}" };
            thread.Start();
            threads.Add(thread);
        }
        long? stopped = null;
        foreach (Thread thread in threads)
        {
            while (!thread.Join(Glance))
            {
                if (!stop.IsCancellationRequested)
                    continue;
                stopped ??= time.GetTimestamp();
                if (time.GetElapsedTime(stopped.Value) > Grace)
                    robots.ForEach(robot => robot.Interrupt());
            }
        }
    }
}
