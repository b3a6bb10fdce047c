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
            if (frame.Episode != (episode ??= frame.Episode))
                return;
            try
            {
                if (clock.Now - frame.Captured <= _maximumAge)
                    await SendAsync(connection, frame, cancel);
                else
                    mailbox.CountPassedOver();
            }
            finally
            {
                _next = null;
                mailbox.GiveBack(frame);
            }
        }
    }

    private async Task SendAsync(LeRobotConnection connection, ObservationFrame frame, CancellationToken cancel)
    {
        bool mustGo = Write(frame);
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

    /// <returns>Whether it must go.</returns>
    private bool Write(ObservationFrame frame)
    {
        TimedObservation timed = frame.Timed;
        double timestamp = timed.Timestamp;
        timed.MustGo = queue.Announce(timed.Timestep, ref timestamp, frame.Captured);
        timed.Timestamp = timestamp;
        _pickle.ResetWrittenCount();
        TimedObservationWriter.Write(_pickle, timed);
        Sent++;
        recorder.Sent(frame, _pickle.WrittenSpan);
        return timed.MustGo;
    }
}
