using System.Buffers;
using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot.Control;
using PolicyGate.RobotClient.LeRobot.Queue;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>Sends the newest observation whenever the network is free.</summary>
internal sealed class ObservationSender(
    LeRobotClientOptions options, ActionQueue queue, ObservationMailbox mailbox, RefusalTally refusals,
    RunClock clock, EpisodeRecorder recorder)
{
    private readonly ArrayBufferWriter<byte> _pickle = new();
    private readonly long _maximumAge = RunClock.Nanoseconds(options.MaximumAnswerAge);
    private ObservationFrame? _next;

    /// <summary>A server has an observation as soon as it came over the network.</summary>
    public CallWatch Watch { get; } = new(TimeSpan.Zero, clock);

    /// <summary>Observations that went out.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends until an observation begins another episode; that one is the next call's first.</summary>
    /// <param name="connection">A server that is ready for an episode.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The server has gone.</exception>
    public async Task RunAsync(LeRobotConnection connection, CancellationToken cancel)
    {
        int? episode = null;
        while (true)
        {
            ObservationFrame frame = _next ??= await mailbox.TakeAsync(cancel);
            if (episode is { } begun && frame.Moment.Episode != begun)
                return;
            try
            {
                if (clock.Now - frame.Captured <= _maximumAge && Write(frame))
                {
                    episode = frame.Moment.Episode;
                    await SendAsync(connection, frame.Timed.MustGo, cancel);
                }
                else
                {
                    mailbox.CountPassedOver();
                }
            }
            finally
            {
                _next = null;
                mailbox.GiveBack(frame);
            }
        }
    }

    private async Task SendAsync(LeRobotConnection connection, bool mustGo, CancellationToken cancel)
    {
        try
        {
            await Watch.Follow(connection.ObserveAsync(_pickle.WrittenMemory, options.ServerTimeout, cancel));
        }
        catch (GrpcException failure) when (ServerStatuses.IsOfOneCall(failure.Code))
        {
            refusals.Add(ChunkRefusals.UnwantedObservation(failure.Message));
            queue.NothingComes();
            // It will refuse the next one as well.
            await Task.Delay(options.ReconnectDelay, clock.Time, cancel);
            return;
        }
        if (mustGo)
            queue.Arrived();
    }

    /// <returns>False where it may not go out.</returns>
    private bool Write(ObservationFrame frame)
    {
        TimedObservation timed = frame.Timed;
        double timestamp = timed.Timestamp;
        if (!queue.Announce(frame.Moment, ref timestamp, frame.Captured, out bool mustGo))
            return false;
        (timed.Timestamp, timed.MustGo) = (timestamp, mustGo);
        _pickle.ResetWrittenCount();
        TimedObservationWriter.Write(_pickle, timed);
        Sent++;
        recorder.Sent(frame, _pickle.WrittenSpan);
        return true;
    }
}
