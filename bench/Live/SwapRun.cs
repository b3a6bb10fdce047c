namespace PolicyGate.Bench.Live;

/// <summary>A robot at a steady rate, while its policy is swapped under it again and again.</summary>
internal sealed class SwapRun
{
    // What a swap leaves behind is freed, and the machine comes to rest.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    private readonly List<TimedTick> _ticks = [];
    private readonly List<SwapWindow> _swaps = [];
    private readonly List<SwapWindow> _blanks = [];

    /// <summary>In no window of a swap.</summary>
    public double[] Usual => Of(tick => !_swaps.Exists(window => window.Holds(tick)));

    /// <summary>From the request until a while after robots have come to the new version.</summary>
    public double[] Around => Of(tick => _swaps.Exists(window => window.Holds(tick)));

    /// <summary>In as many stretches as long, each after its swap, in which nothing happens.</summary>
    public double[] Blank => Of(tick => _blanks.Exists(window => window.Holds(tick)));

    /// <summary>Seconds that each swap took.</summary>
    public List<double> Seconds { get; } = [];

    /// <param name="robot">Asks all the while.</param>
    /// <param name="swaps">How many.</param>
    /// <param name="swap">Does one, and returns when robots are coming to it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it early.</param>
    public static SwapRun Measure(
        PacedRobot robot, int swaps, Action swap, TimeProvider time, CancellationToken stop)
    {
        var run = new SwapRun();
        using var over = new CancellationTokenSource();
        Task driving = Task.Factory.StartNew(
            () => robot.Drive(run._ticks, over.Token), over.Token, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            run.Swap(swaps, swap, time, stop);
        }
        finally
        {
            over.Cancel();
            driving.GetAwaiter().GetResult();
        }
        return run;
    }

    private void Swap(int swaps, Action swap, TimeProvider time, CancellationToken stop)
    {
        Wait(Pause, stop);
        for (int i = 0; i < swaps && !stop.IsCancellationRequested; i++)
        {
            long from = time.GetTimestamp();
            swap();
            Seconds.Add(time.GetElapsedTime(from).TotalSeconds);
            Wait(After, stop);
            long to = time.GetTimestamp();
            _swaps.Add(new SwapWindow(from, to));
            Wait(Pause, stop);
            long blank = time.GetTimestamp();
            Wait(time.GetElapsedTime(from, to), stop);
            _blanks.Add(new SwapWindow(blank, time.GetTimestamp()));
        }
    }

    private static void Wait(TimeSpan time, CancellationToken stop) => stop.WaitHandle.WaitOne(time);

    private double[] Of(Func<TimedTick, bool> wanted) => [.. _ticks.Where(wanted).Select(tick => tick.Milliseconds)];
}
