using Microsoft.Extensions.Logging;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Robots;

/// <summary>
/// Writes what a robot was commanded into <c>actions.arrows</c>, a batch of one row for each command.
/// </summary>
/// <remarks>A row goes to the kernel whole: what a killed process leaves ends in a whole row.</remarks>
internal sealed class ActionRecorder(RunFolder folder, LimitsOptions limits, TimeProvider time, ILogger logger)
    : IDisposable
{
    private readonly long _nanosecondsPerTick = 1_000_000_000 / time.TimestampFrequency;
    private ActionRing? _ring;
    private Thread? _thread;
    private RecordedSession? _session;
    private long _episode = -1;
    private long _written;
    private long _lost;

    /// <summary>Commands on the disk.</summary>
    public long Written => Interlocked.Read(ref _written);

    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>An episode begins; the first one's robot is that of all.</summary>
    public void Began(RobotFeatures features, RecordedSession session)
    {
        Volatile.Write(ref _session, session);
        Interlocked.Increment(ref _episode);
        if (_ring is not null)
            return;
        var arrow = new ArrowStreamWriter(ActionColumns.All, ActionColumns.MetadataOf(features.Actions));
        var ring = new ActionRing(features.Actions.Count);
        _thread = new Thread(() => Run(ring, arrow)) { Name = "action recorder", IsBackground = true };
        _thread.Start();
        Volatile.Write(ref _ring, ring);
    }

    /// <summary>From the control loop: copies, and never waits for the disk.</summary>
    public void Add(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command)
    {
        bool added = Volatile.Read(ref _ring) is { } ring && ring.TryAdd(
            TickInstant.Of(time), Volatile.Read(ref _session)!, Interlocked.Read(ref _episode), timestep, queued,
            action, command);
        if (!added)
            Interlocked.Increment(ref _lost);
    }

    public void Dispose()
    {
        _ring?.Stop();
        if (_thread?.Join(limits.DrainTime) == false)
            Log.ActionsNotWritten(logger, $"the disk has not taken them {limits.DrainTime} after the run");
    }

    private void Run(ActionRing ring, ArrowStreamWriter arrow)
    {
        string? broken = null;
        try
        {
            using Stream file = folder.Open(Path.Combine(folder.Path, RecordingManifest.ActionsFileName));
            arrow.Begin(file);
            while (file.Length < limits.RecordingSegmentBytes && ring.Take() is { } action)
            {
                Write(action, arrow, file);
                ring.Release();
            }
            if (file.Length >= limits.RecordingSegmentBytes)
                broken = $"{RecordingManifest.ActionsFileName} has reached Limits:RecordingSegmentBytes";
            else
                ArrowStreamWriter.End(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            broken = failure.Message;
        }
        if (broken is null)
            return;
        Log.ActionsNotWritten(logger, broken);
        while (ring.Take() is not null)
        {
            Interlocked.Increment(ref _lost);
            ring.Release();
        }
    }

    private void Write(RecordedAction action, ArrowStreamWriter arrow, Stream file)
    {
        long wall = (action.At.Utc - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        Number(arrow, ActionColumns.WallClock, wall);
        Number(arrow, ActionColumns.Monotonic, action.At.Timestamp * _nanosecondsPerTick);
        Bytes(arrow, ActionColumns.Session, action.Session!.Name);
        Number(arrow, ActionColumns.Episode, action.Episode);
        Number(arrow, ActionColumns.Timestep, action.Timestep);
        Number(arrow, ActionColumns.Queued, action.Queued);
        Bytes(arrow, ActionColumns.Action, action.Action);
        Bytes(arrow, ActionColumns.Command, action.Command);
        arrow.Write(file);
        Interlocked.Increment(ref _written);
    }

    private static void Number(ArrowStreamWriter arrow, int column, long value) =>
        arrow.Set(column, new ArrowCell(IsNull: false, value));

    private static void Bytes(ArrowStreamWriter arrow, int column, byte[] bytes) =>
        arrow.Set(column, new ArrowCell(IsNull: false, Bytes: bytes));
}
