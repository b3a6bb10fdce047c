using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Compares both sides' chunks of a tick, joint by joint and step by step.</summary>
/// <remarks>
/// The verdict rests on the models' chunks first: those depend on the observation alone, so that a difference is of
/// that tick and of no other. The chunks as sent hang on all before them, by blend and guard.
/// </remarks>
internal sealed class ChunkComparison(SharedGrid grid, ModelChunk modelA, ModelChunk modelB, JointDifferences[] joints)
{
    private readonly float[][] _a = Table(grid);
    private readonly float[][] _b = Table(grid);

    /// <summary>Of the last tick: A's model's chunk, by step, by shared joint.</summary>
    public IReadOnlyList<float[]> A => _a;

    /// <summary>Likewise.</summary>
    public IReadOnlyList<float[]> B => _b;

    /// <summary>The joint furthest beyond its tolerance in the last tick.</summary>
    public int WorstJoint { get; private set; }

    public int WorstStep { get; private set; }

    /// <summary>How far, in tolerances.</summary>
    public double Worst { get; private set; }

    /// <summary>Reads one side's chunk alone, where the other gave none.</summary>
    public void ReadOne(PlayedTick played, bool isA) =>
        Read(isA ? grid.A : grid.B, isA ? modelA : modelB, played, isA ? _a : _b);

    /// <param name="place">Of the tick.</param>
    /// <param name="a">What A gave: finite.</param>
    /// <param name="b">Likewise.</param>
    public void Add(TickPlace place, PlayedTick a, PlayedTick b)
    {
        ReadOne(a, isA: true);
        ReadOne(b, isA: false);
        Worst = -1;
        for (int step = 0; step < grid.Steps; step++)
        {
            for (int joint = 0; joint < joints.Length; joint++)
            {
                double difference = joints[joint].AddModel(
                    place.Session, place.Tick, step, _a[step][joint], _b[step][joint]);
                Note(joint, step, difference / joints[joint].Tolerance);
            }
        }
        if (a.Outcome is TickOutcome.Chunk && b.Outcome is TickOutcome.Chunk)
            AddSent(a, b);
    }

    private static float[][] Table(SharedGrid grid) =>
        [.. Enumerable.Range(0, grid.Steps).Select(_ => new float[grid.Joints])];

    private void Read(SideGrid side, ModelChunk model, PlayedTick played, float[][] into)
    {
        ReadOnlySpan<float> rows = model.Unnormalize(played);
        for (int step = 0; step < into.Length; step++)
        {
            for (int joint = 0; joint < into[step].Length; joint++)
            {
                into[step][joint] = (float)side.At(
                    rows, side.Form.IntervalNanoseconds, joint, step, grid.StepNanoseconds);
            }
        }
    }

    private void AddSent(PlayedTick a, PlayedTick b)
    {
        long coarser = Math.Max(a.IntervalNanoseconds, b.IntervalNanoseconds);
        int steps = SharedGrid.StepsWithin(
            a.Chunk.Length / a.Width, a.IntervalNanoseconds, b.Chunk.Length / b.Width, b.IntervalNanoseconds);
        for (int step = 0; step < steps; step++)
        {
            for (int joint = 0; joint < joints.Length; joint++)
            {
                double difference = Math.Abs(
                    grid.B.At(b.Chunk.Span, b.IntervalNanoseconds, joint, step, coarser)
                    - grid.A.At(a.Chunk.Span, a.IntervalNanoseconds, joint, step, coarser));
                joints[joint].AddSent(difference);
                Note(joint, Math.Min(step, grid.Steps - 1), difference / joints[joint].Tolerance);
            }
        }
    }

    private void Note(int joint, int step, double tolerances)
    {
        if (tolerances > Worst)
            (WorstJoint, WorstStep, Worst) = (joint, step, tolerances);
    }
}
