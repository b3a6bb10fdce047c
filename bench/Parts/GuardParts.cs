using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Chunks;

namespace PolicyGate.Bench.Parts;

/// <summary>The guard's look at a chunk of 50 rows of 16, nothing to mend.</summary>
public class GuardParts
{
    private readonly ChunkGuard _guard = new(robot: null);
    private readonly ActionChunk _chunk = new();

    public GuardParts()
    {
        _chunk.Resize(50, 16);
        _chunk.IntervalNanoseconds = 33_333_333;
        _chunk.Values.Fill(0.1f);
    }

    [Benchmark]
    public bool Guard() => _guard.Apply(_chunk, out _) is null;
}
