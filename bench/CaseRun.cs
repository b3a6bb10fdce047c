using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Observations;
using PolicyGate.RobotClient;

namespace PolicyGate.Bench;

/// <summary>One case: the gateway that serves it, its robot, and its yardsticks.</summary>
internal sealed class CaseRun : IDisposable
{
    private readonly BenchCase _case;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<PreparedTick> _ticks;
    private readonly PlainRead[] _plainReads;
    private readonly byte[] _kept;
    private readonly BareInference _bare;
    private readonly ServedCase _gateway;
    private readonly RobotSocket _robot;
    private int _next;
    private long _gatewayBytes;
    private long _bareBytes;

    /// <param name="case">What is asked of which policy.</param>
    /// <param name="folder">The observations and the socket lie there.</param>
    /// <param name="time">The clock of all.</param>
    /// <exception cref="InvalidDataException">The policy cannot be loaded or served.</exception>
    public CaseRun(BenchCase @case, ScratchFolder folder, TimeProvider time)
    {
        (_case, _time) = (@case, time);
        _ticks = @case.Prepare(folder.Path);
        var policy = new PolicyConfig { Name = "bench", Folder = @case.PolicyFolder, Backend = "Onnx" };
        string plugins = Checkout.At("artifacts/plugins");
        _bare = new BareInference(policy, plugins, time);
        Observation[] decoded = [.. _ticks.Select(tick => _bare.Decode(tick, time))];
        _plainReads = [.. _ticks.Zip(decoded, (tick, used) => new PlainRead(tick.Path, used))];
        _kept = GC.AllocateUninitializedArray<byte>(_plainReads.Max(read => read.Bytes), pinned: true);
        _bare.Fill(decoded[0]);
        string socket = folder.PathOf("policy.socket");
        _gateway = new ServedCase(policy, plugins, socket, time);
        _robot = new RobotSocket(socket);
    }

    public CaseResult Measure(BenchOptions options)
    {
        var samples = new Samples(Math.Max(options.Ticks, BenchOptions.WarmUpTicks));
        Tick(BenchOptions.WarmUpTicks, hz: null, samples);
        BareRun(BenchOptions.WarmUpTicks, hz: null, samples);
        samples.Clear();
        (_gatewayBytes, _bareBytes) = (0, 0);
        for (int round = 0; round < BenchOptions.Rounds; round++)
        {
            int count = options.TicksOfRound(round);
            Tick(count, options.Hz, samples);
            BareRun(count, options.Hz, samples);
        }
        return new CaseResult
        {
            Name = _case.Name,
            Ticks = options.Ticks,
            Hz = options.Hz,
            BytesUsed = _plainReads[0].Bytes,
            FileBytes = _plainReads[0].FileBytes,
            AllocatedBytesPerTick = (double)_gatewayBytes / options.Ticks,
            AllocatedBytesPerBareRun = (double)_bareBytes / options.Ticks,
            Stages = StageResult.All(samples),
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

    /// <summary>Ticks and plain reads by turns; paced, half a period apart, so that each finds the cores
    /// asleep.</summary>
    private void Tick(int count, double? hz, Samples samples)
    {
        var pace = new Pace(hz * 2, _time);
        long processBefore = GC.GetTotalAllocatedBytes(precise: true);
        long threadBefore = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
        {
            int which = _next++ % _ticks.Count;
            // Of several files not the one that the tick has just brought into the processor's cache.
            int other = (which + (_ticks.Count / 2)) % _ticks.Count;
            pace.Wait();
            long sent = _time.GetTimestamp();
            ReadOnlySpan<byte> answer = _robot.Ask(_ticks[which].Line);
            samples.Add(Stage.RoundTrip, _time.GetElapsedTime(sent).TotalMilliseconds);
            AnswerTimes.Read(answer, samples);
            pace.Wait();
            long begun = _time.GetTimestamp();
            _plainReads[other].Run(_kept);
            samples.Add(Stage.PlainRead, _time.GetElapsedTime(begun).TotalMilliseconds);
        }
        // This thread is the robot and the yardstick; what all others allocated is the gateway's.
        long thread = GC.GetAllocatedBytesForCurrentThread() - threadBefore;
        _gatewayBytes += GC.GetTotalAllocatedBytes(precise: true) - processBefore - thread;
    }

    private void BareRun(int count, double? hz, Samples samples)
    {
        var pace = new Pace(hz, _time);
        long threadBefore = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
        {
            pace.Wait();
            long begun = _time.GetTimestamp();
            _bare.Run();
            samples.Add(Stage.BareRun, _time.GetElapsedTime(begun).TotalMilliseconds);
        }
        _bareBytes += GC.GetAllocatedBytesForCurrentThread() - threadBefore;
    }
}
