using PolicyGate.Gateway.Observations;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.Measurement;

/// <summary>One case: the gateway that serves it, its robot, and its yardsticks, which take turns.</summary>
internal sealed class CaseRun : IDisposable
{
    private const int AnswerBytes = 16 << 20;

    // Long enough for the caches to be its own, short enough for all to meet the same machine.
    private const int BlockTicks = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeasuredCase _case;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<PreparedTick> _ticks;
    private readonly Observation[] _decoded;
    private readonly PlainRead[] _plainReads;
    private readonly byte[] _kept;
    private readonly BareInference _bare;
    private readonly ServedCase _gateway;
    private readonly DriveConnection _robot;
    private readonly OpenArmAnswerParser _answers = new();
    private readonly IReference? _reference;
    private int _next;
    private long _bareBytes;

    /// <param name="case">What is asked of which policy.</param>
    /// <param name="folder">The observations and the socket lie there.</param>
    /// <param name="reference">Takes turns with the gateway; null for none. Stays the caller's.</param>
    /// <param name="time">The clock of all.</param>
    /// <exception cref="InvalidDataException">The policy cannot be loaded or served.</exception>
    public CaseRun(MeasuredCase @case, ScratchFolder folder, IReference? reference, TimeProvider time)
    {
        (_case, _reference, _time) = (@case, reference, time);
        _ticks = @case.Prepare(folder.Path);
        _bare = new BareInference(@case.Policy, @case.PluginFolder, time);
        _decoded = [.. _ticks.Select(tick => _bare.Decode(tick, time))];
        _plainReads = [.. _ticks.Zip(_decoded, (tick, used) => new PlainRead(tick.Path, used))];
        _kept = GC.AllocateUninitializedArray<byte>(_plainReads.Max(read => read.Bytes), pinned: true);
        reference?.Begin(_bare.Pictures);
        string socket = folder.PathOf("policy.socket");
        _gateway = new ServedCase(@case.Policy, @case.PluginFolder, socket, time);
        _robot = DriveConnection.Connect(socket, Patience, AnswerBytes);
    }

    public CaseResult Measure(MeasurementOptions options)
    {
        // The last warm-up tick's writing may be told after it.
        var samples = new Samples(Math.Max(options.Ticks, MeasurementOptions.WarmUpTicks) + 1);
        using var writeTimes = new WriteTimes(samples, _gateway.MetricsScope);
        Tick(MeasurementOptions.WarmUpTicks, hz: null, samples);
        samples.Clear();
        _bareBytes = 0;
        Tick(options.Ticks, options.Hz, samples);
        return new CaseResult
        {
            Name = _case.Name,
            Ticks = options.Ticks,
            Hz = options.Hz,
            BytesUsed = _plainReads[0].Bytes,
            FileBytes = _plainReads[0].FileBytes,
            AllocatedBytesPerBareRun = (double)_bareBytes / options.Ticks,
            Stages = StageResult.All(samples),
            // Last: it adds to the samples, as every tick does.
            AllocatedBytesPerTick = AllocatedPerTick(options.Ticks, samples),
        };
    }

    public void Dispose()
    {
        _robot.Dispose();
        _gateway.Dispose();
        _bare.Dispose();
        foreach (PlainRead read in _plainReads)
            read.Dispose();
    }

    /// <summary>
    /// Ticks and yardsticks by turns. Back to back each has a block to itself, so that it finds the caches as its own
    /// like has left them; paced, they come one by one and evenly apart, so that each finds the cores asleep.
    /// </summary>
    private void Tick(int count, double? hz, Samples samples)
    {
        // What waits for the pace: the tick, the read with its bare run (two), filling alone and the reference.
        int turns = _reference is null ? 4 : 5;
        var pace = new Pace(hz * turns, _time);
        int block = hz is null ? BlockTicks : 1;
        for (int done = 0; done < count; done += block)
        {
            int ticks = Math.Min(block, count - done);
            int first = _next;
            _next += ticks;
            for (int i = 0; i < ticks; i++)
            {
                pace.Wait();
                Ask(_ticks[(first + i) % _ticks.Count], samples);
            }
            for (int i = 0; i < ticks; i++)
                ReadAndRun(Other(first + i), pace, samples);
            for (int i = 0; i < ticks; i++)
            {
                pace.Wait();
                long begun = _time.GetTimestamp();
                _bare.Fill(_decoded[Other(first + i)]);
                Add(Stage.FillAlone, begun, samples);
            }
            for (int i = 0; i < ticks && _reference is not null; i++)
            {
                pace.Wait();
                _reference.Run(_ticks[Other(first + i)], samples);
            }
        }
    }

    /// <summary>Of several files not the one that the tick has just brought into the processor's cache.</summary>
    private int Other(int tick) => (tick + (_ticks.Count / 2)) % _ticks.Count;

    /// <summary>The run after a read of as many bytes, as a tick's own comes: neither finds the caches warm.</summary>
    private void ReadAndRun(int file, Pace pace, Samples samples)
    {
        pace.Wait();
        long begun = _time.GetTimestamp();
        _plainReads[file].Run(_kept);
        Add(Stage.PlainRead, begun, samples);
        pace.Wait();
        BareRun(samples);
    }

    /// <summary>Over ticks with nothing between them: a reference's process allocates on threads of its own.</summary>
    private double AllocatedPerTick(int count, Samples samples)
    {
        samples.Clear();
        long process = GC.GetTotalAllocatedBytes(precise: true);
        long thread = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
            Ask(_ticks[_next++ % _ticks.Count], samples);
        // This thread is the robot; what all others allocated is the gateway's.
        thread = GC.GetAllocatedBytesForCurrentThread() - thread;
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - process - thread) / count;
    }

    private void Ask(PreparedTick tick, Samples samples)
    {
        long sent = _time.GetTimestamp();
        ReadOnlySpan<byte> answer = _robot.Ask(tick.Line);
        Add(Stage.RoundTrip, sent, samples);
        _answers.Parse(answer);
        if (_answers.Chunk.Rows == 0 || _answers.Error is not null)
            throw new InvalidDataException($"no chunk but {_answers.Error?.ToString() ?? "a skip"}");
        samples.Add(_answers.Stages);
    }

    private void BareRun(Samples samples)
    {
        long threadBefore = GC.GetAllocatedBytesForCurrentThread();
        long begun = _time.GetTimestamp();
        _bare.Run();
        Add(Stage.BareRun, begun, samples);
        _bareBytes += GC.GetAllocatedBytesForCurrentThread() - threadBefore;
    }

    private void Add(Stage stage, long begun, Samples samples) =>
        samples.Add(stage, _time.GetElapsedTime(begun).TotalMilliseconds);
}
