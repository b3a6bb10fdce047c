using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>Plays recorded episodes over a robot's connection, at an even pace.</summary>
/// <param name="episodes">What is played.</param>
/// <param name="period">From one observation to the next.</param>
/// <param name="time">What it waits by.</param>
internal sealed class EpisodePlayer(RecordedEpisodes episodes, TimeSpan period, TimeProvider time)
{
    /// <summary>Control steps from one observation to the next.</summary>
    public const int StepsPerTick = 8;

    /// <summary>Times that the recording is played: with 16 ticks, nine seconds.</summary>
    public const int Rounds = 2;

    private const double ControlHz = 30;

    /// <summary>Of the robot that was recorded: 267 ms.</summary>
    public static TimeSpan RecordedPeriod { get; } = TimeSpan.FromSeconds(StepsPerTick / ControlHz);

    public int Ticks => episodes.Ticks.Count * Rounds;

    /// <summary>Adds each tick to the tally as its answer comes; ends early where the wire fails.</summary>
    /// <param name="robot">Connected.</param>
    /// <param name="tally">Gets the ticks, or why it went no further.</param>
    /// <param name="changed">Called after each.</param>
    /// <param name="cancel">Ends it between ticks or within one.</param>
    public async Task PlayAsync(OpenArmRobot robot, DemoTally tally, Action changed, CancellationToken cancel)
    {
        using var file = new MemoryStream();
        try
        {
            // The first answer waits for the policy to load; the pace is kept from there on.
            long? started = null;
            for (int i = 0; i < Ticks; i++)
            {
                RecordedTick tick = episodes.Ticks[i % episodes.Ticks.Count];
                OpenArmObservation observation = tick.Read(file);
                started ??= time.GetTimestamp();
                TimeSpan early = (i * period) - time.GetElapsedTime(started.Value);
                if (early > TimeSpan.Zero)
                    await Task.Delay(early, time, cancel);
                OpenArmExchange exchange = await robot.AskAsync(observation, cancel);
                var match = ChunkMatch.Of(exchange.Answer, tick.Answer);
                tally.Add(new DemoTick(tick, exchange.Answer, exchange.RoundTrip, match));
                changed();
            }
        }
        catch (Exception failure) when (failure is OpenArmException or InvalidDataException)
        {
            tally.Fail(failure.Message);
            changed();
        }
    }
}
