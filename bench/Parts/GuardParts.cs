using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Bench.Parts;

/// <summary>The guard on a chunk of 20 rows of 16: within a robot's limits, and beyond them in every joint.</summary>
public class GuardParts
{
    private const int Rows = 20;
    private const int Joints = 16;
    private const long Interval = 33_333_333;

    // As the first joints of an OpenArm have them.
    private readonly ChunkGuard _guard = new(new RobotConfig
    {
        Name = "arm",
        Minimum = [.. Enumerable.Repeat(-1.5f, Joints)],
        Maximum = [.. Enumerable.Repeat(1.5f, Joints)],
        MaximumVelocity = [.. Enumerable.Repeat(2.0, Joints)],
        MaximumAcceleration = [.. Enumerable.Repeat(10.0, Joints)],
        MaximumJerk = [.. Enumerable.Repeat(150.0, Joints)],
    });

    private readonly ActionChunk _standing = new();
    private readonly ActionChunk _jump = new();
    private readonly ActionChunk _chunk = new();
    private readonly ActionChunk _leadUp = new();

    public GuardParts()
    {
        foreach (ActionChunk chunk in (ActionChunk[])[_standing, _jump])
        {
            chunk.Resize(Rows, Joints);
            chunk.IntervalNanoseconds = Interval;
        }
        _standing.Values.Clear();
        _jump.Values.Fill(0.3f);
        CommandReference.LeadUpAtRest(new float[Joints], Interval, _leadUp);
    }

    [Benchmark(Baseline = true)]
    public int Within() => Limit(_standing);

    [Benchmark]
    public int Beyond() => Limit(_jump);

    private int Limit(ActionChunk wanted)
    {
        _chunk.CopyFrom(wanted);
        _ = ChunkGuard.Refuse(_chunk);
        _ = _guard.Limit(_chunk, _leadUp, out int changed);
        return changed;
    }
}
