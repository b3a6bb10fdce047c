using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Observations;
using PolicyGate.RobotClient;

namespace PolicyGate.Bench;

/// <summary>One case: the gateway that serves it, its robot, and its yardsticks.</summary>
internal sealed class CaseRun : IDisposable
{
    private readonly BenchCase _case;
    private readonly TimeProvider _time;
    private readonly ScratchFolder _folder = new("policygate-bench-");
    private readonly IReadOnlyList<PreparedTick> _ticks;
    private readonly PlainRead[] _plainReads;
    private readonly BareInference _bare;
    private readonly ServedCase _gateway;
    private readonly RobotSocket _robot;
    private int _next;
    private long _gatewayBytes;
    private long _bareBytes;

    public CaseRun(BenchCase @case, TimeProvider time)
    {
        (_case, _time) = (@case, time);
        _ticks = @case.Prepare(_folder.Path);
        var policy = new PolicyConfig { Name = "bench", Folder = @case.PolicyFolder, Backend = "Onnx" };
        string plugins = Checkout.At("artifacts/plugins");
        _bare = new BareInference(policy, plugins, time);
        Observation[] decoded = [.. _ticks.Select(tick => _bare.Decode(tick, time))];
        _plainReads = [.. _ticks.Zip(decoded, (tick, used) => new PlainRead(tick.Path, used))];
        _bare.Fill(decoded[0]);
        string socket = _folder.PathOf("policy.socket");
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
            int count = (options.Ticks * (round + 1) / BenchOptions.Rounds) - (options.Ticks * round / BenchOptions.Rounds);
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
        _folder.Dispose();
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
            pace.Wait();
            long sent = _time.GetTimestamp();
            ReadOnlySpan<byte> answer = _robot.Ask(_ticks[which].Line);
            samples.Add(Stage.RoundTrip, _time.GetElapsedTime(sent).TotalMilliseconds);
            AnswerTimes.Read(answer, samples);
            pace.Wait();
            long begun = _time.GetTimestamp();
            _plainReads[which].Run();
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
