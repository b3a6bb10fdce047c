using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Gateway.Robots;

/// <summary>
/// Records a robot's run as a gateway records its ticks, and what the robot was commanded beside it; docs/recording.md.
/// </summary>
/// <remarks>
/// A tick is an observation that was answered. All writing is done by threads of its own behind bounded queues: what
/// finds no room is counted and said, and the robot never waits.
/// </remarks>
internal sealed class RobotRecorder : ILeRobotRecorder, IDisposable
{
    // Of the one route of a robot's recording, and of its folder.
    private const string RouteName = "robot";

    // Of an answer: as many actions and joints as a server may send, and what its pickle needs for them.
    private static readonly PickleLimits AnswerLimits = new(64 << 20, 1 << 22, 64, 1 << 20);

    private readonly RobotRecorderOptions _options;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecordingMetrics _metrics;
    private readonly LostTicks _lost;
    private readonly RecordQueue _queue;
    private readonly ManifestWriter _manifest;
    private readonly RecordingThread _thread;
    private readonly ActionRecorder _actions;
    private readonly SentObservations _sent = new();
    private readonly Lock _gate = new();
    private RouteRecorder? _route;
    private RecordedSession? _session;
    private byte[] _instructions = [];
    private int _sessions;
    private long _tick;
    private long _early;
    private bool _begins;

    private RobotRecorder(
        RunFolder folder, RobotRecorderOptions options, LimitsOptions limits, TimeProvider time, ILogger logger)
    {
        (_options, _limits, _time, _logger) = (options, limits, time, logger);
        _metrics = new RecordingMetrics(this);
        _lost = new LostTicks(_metrics, time, logger);
        _queue = new RecordQueue(limits.RecordingQueueTicks, limits.RecordingQueueBytes);
        _manifest = new ManifestWriter(folder, ManifestOf(options, time), logger);
        _manifest.Write();
        _thread = new RecordingThread(
            folder, _queue, _manifest, _lost, _metrics, limits, time, logger, folder.Open);
        _actions = new ActionRecorder(folder, limits, time, logger);
        Log.Recording(logger, folder.Path);
    }

    /// <summary>Makes the run's folder and begins.</summary>
    /// <param name="options">What is recorded, and where to.</param>
    /// <param name="limits">Of the queue, of segments, of all recordings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Told of losses.</param>
    /// <param name="recorder">Null where an error is returned.</param>
    public static GatewayError? Start(
        RobotRecorderOptions options, LimitsOptions limits, TimeProvider time, ILoggerFactory loggers,
        out RobotRecorder? recorder)
    {
        recorder = null;
        try
        {
            RunFolder folder = RunFolder.Create(options.Folder, time.GetUtcNow());
            recorder = new RobotRecorder(folder, options, limits, time, loggers.CreateLogger("PolicyGate.Recording"));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.Unavailable,
                $"nothing can be recorded into {options.Folder}: {failure.Message} (--record)");
        }
    }

    public void Began(RobotFeatures features, ReadOnlyMemory<byte> instructions)
    {
        lock (_gate)
        {
            _begins = true;
            if (_route is null)
            {
                int width = features.Actions.Count;
                _route = new RouteRecorder(RouteName, RouteName, rawValues: width, width);
                _manifest.Add(RouteOf(features));
                _queue.Wake();
            }
            byte[] message = DataMessage.Write(instructions.Span);
            if (_session is null || !message.AsSpan().SequenceEqual(_instructions))
            {
                _instructions = message;
                _session = new RecordedSession(_route, $"{RouteName}/{++_sessions}", RecordedWire.LeRobot);
                _tick = 0;
            }
            _actions.Began(features, _session);
        }
    }

    public void Sent(long timestep, double timestamp, ReadOnlySpan<byte> pickle) =>
        _sent.Add(timestamp, TickInstant.Of(_time), pickle);

    public void Answered(long timestep, double timestamp, ReadOnlySpan<byte> pickle, string? refused)
    {
        TickInstant now = TickInstant.Of(_time);
        SentObservation? observation = _sent.Take(timestamp);
        lock (_gate)
        {
            // A stock server has one queue for all robots: what is another's may come before this one sent anything.
            if (_session is null)
                _early++;
            else
                Post(observation, now, pickle, refused);
        }
        if (observation is not null)
            _sent.Return(observation);
    }

    public void Acted(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command) =>
        _actions.Add(timestep, queued, action, command);

    /// <summary>Writes what waits, for so long as a gateway's shutdown may take.</summary>
    public void Dispose()
    {
        _queue.Stop();
        if (_thread.Join(_limits.DrainTime))
            _thread.Dispose();
        else
            Log.NotDrained(_logger, _queue.Waiting, _limits.DrainTime);
        _actions.Dispose();
        Log.Ended(_logger, _thread.Written, _lost.All + _early, _actions.Written, _actions.Lost);
        _metrics.Dispose();
    }

    private void Post(SentObservation? observation, TickInstant now, ReadOnlySpan<byte> reply, string? refused)
    {
        ReadOnlySpan<byte> seen = observation is null ? [] : observation.Pickle;
        // Rows are float32, and a pickle of them is longer than they are.
        long bytes = (long)_instructions.Length + seen.Length + (2L * reply.Length);
        TickRecord? record = bytes <= Array.MaxLength ? _queue.Rent((int)bytes, fileBytes: 0) : null;
        long tick = _tick++;
        if (record is null)
        {
            _lost.Add(RouteName, LostTick.NoRoom);
            return;
        }
        TickInstant asked = observation?.Sent ?? now;
        (record.Session, record.Tick, record.BeginsEpisode) = (_session, tick, _begins);
        (record.Asked, record.Ran, record.Run) = (asked, now, null);
        (record.Reason, record.LateRows, record.LimitedRows) = (TickReason.None, 0, 0);
        Span<byte> memory = record.Memory;
        record.RequestBytes = Copy(_instructions, ref memory);
        record.ObservationBytes = observation is null ? TickRecord.None : Copy(seen, ref memory);
        int begin = record.Memory.Length - memory.Length;
        record.ReplyBytes = reply.IsEmpty ? TickRecord.None : Copy(reply, ref memory);
        record.RawBytes = TickRecord.None;
        record.Error = FillChunk(record, record.Memory.AsMemory(begin, reply.Length), memory) ?? refused;
        record.Outcome = record.Error is null ? TickOutcome.Chunk : TickOutcome.Skip;
        Array.Clear(record.Timings);
        record.Timings[TimingColumns.Total] = now.Timestamp - asked.Timestamp;
        _begins = false;
        _queue.Post(record);
    }

    /// <returns>Why there are no rows; null where there are.</returns>
    private string? FillChunk(TickRecord record, ReadOnlyMemory<byte> reply, Span<byte> into)
    {
        (record.ChunkBytes, record.IntervalNanoseconds) = (TickRecord.None, null);
        if (reply.IsEmpty)
            return "the server had no actions for it";
        if (TimedActionsReader.Read(reply, AnswerLimits, out IReadOnlyList<TimedAction> actions) is { } fault)
            return fault.Message;
        int width = _route!.Width;
        if (actions.Count == 0 || actions.Any(action => action.Values.Length != width))
            return $"its actions are not all of {width} values";
        Span<float> rows = MemoryMarshal.Cast<byte, float>(into);
        // A pickle may name one tensor many times over; no real server's does.
        if ((long)actions.Count * width > rows.Length)
            return $"its {actions.Count} actions are larger than their message";
        rows = rows[..(actions.Count * width)];
        for (int i = 0; i < actions.Count; i++)
            actions[i].Values.CopyTo(rows[(i * width)..]);
        record.ChunkBytes = rows.Length * sizeof(float);
        record.IntervalNanoseconds = (long)(TimeSpan.NanosecondsPerTick * TimeSpan.FromSeconds(1 / _options.Fps).Ticks);
        return null;
    }

    private RecordedRoute RouteOf(RobotFeatures features) => new(
        RouteName, Robot: null, RunFolder.NameOf(_options.Policy), Backend: "", Folder: "",
        $"'{_options.Policy}' of the LeRobot server {_options.Server}", features.Actions, RawRows: 1, Files: []);

    private static RecordingManifest ManifestOf(RobotRecorderOptions options, TimeProvider time) => new()
    {
        Format = RecordingManifest.Current,
        Gateway = typeof(RobotRecorder).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Begun = time.GetUtcNow(),
        Settings = new Dictionary<string, string> { ["Wires:LeRobot:Fps"] = options.Fps.ToString("R") },
        Routes = [],
    };

    private static int Copy(ReadOnlySpan<byte> bytes, ref Span<byte> memory)
    {
        bytes.CopyTo(memory);
        memory = memory[bytes.Length..];
        return bytes.Length;
    }
}
