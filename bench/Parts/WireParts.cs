using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Measurement;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench.Parts;

/// <summary>The wire's two ends: a request line in, an answer of 50 rows of 16 out.</summary>
public class WireParts
{
    private readonly OpenArmRequest _request = new(
        new ObservationNeeds(["head_left", "wrist_left", "wrist_right"], Task: false), new LimitsOptions());

    private static readonly OpenArmAnswerWriter Writer = new(timing: false, TimeProvider.System);
    private readonly TickTimings _timings = new();
    private readonly ActionChunk _chunk = new();
    private readonly byte[] _line;

    public WireParts()
    {
        DriveFrame frame = RecordedFrames.Open(Checkout.At("tests/data/openarm"), "half")[0];
        _line = new PreparedTick("/dev/shm/dora-openarm-local-policy-server/tmp1.arrow", frame.Metadata).CopyRequest();
        var random = new Random(1);
        _chunk.Resize(50, 16);
        _chunk.IntervalNanoseconds = 33_333_333;
        foreach (ref float value in _chunk.Values)
            value = random.NextSingle() - 0.5f;
    }

    [Benchmark]
    public bool ParseRequest() => _request.Parse(_line) is null;

    [Benchmark]
    public int WriteAnswer()
    {
        Writer.Write(new TickAnswer(TickOutcome.Chunk, _chunk, TickReason.None, Error: null), _timings);
        return Writer.Line.Length;
    }
}
