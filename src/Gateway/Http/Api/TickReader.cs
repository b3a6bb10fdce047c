using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>Copies a robot's last ticks out of its ring and makes them fit to be told.</summary>
internal sealed class TickReader(LiveRing ring, TimeProvider time)
{
    // A hundredth of a milliradian.
    private const int Decimals = 5;

    private readonly float[] _measured = new float[ring.Joints];
    private float[] _sent = new float[ring.Rows * ring.Joints];
    private float[] _before = new float[ring.Rows * ring.Joints];
    private LiveTick _chunkBefore;

    /// <param name="since">The first that is wanted.</param>
    /// <param name="next">The first that is not there yet.</param>
    public IReadOnlyList<TickReport> Read(long since, out long next)
    {
        next = ring.Next;
        List<TickReport> ticks = [];
        FindChunkBefore(since);
        for (long number = since; number < next; number++)
        {
            if (!ring.TryRead(number, out LiveTick tick, _measured, _sent))
                continue;
            ticks.Add(Report(tick));
            if (tick.KeptRows > 0)
                (_chunkBefore, _before, _sent) = (tick, _sent, _before);
        }
        return ticks;
    }

    /// <summary>A seam has two sides, and the first may have been read last time.</summary>
    private void FindChunkBefore(long since)
    {
        for (long number = since - 1; number >= ring.Oldest; number--)
        {
            if (ring.TryRead(number, out LiveTick tick, default, _before) && tick.KeptRows > 0)
            {
                _chunkBefore = tick;
                return;
            }
        }
    }

    private TickReport Report(in LiveTick tick)
    {
        SeamJump? jump = SeamJump.Between(_chunkBefore, _before, tick, _sent, ring.Joints);
        return new TickReport(
            tick.Number, tick.At, tick.Outcome, tick.Policy, tick.Version, StageSeconds.Of(tick.Stages, time))
        {
            Reason = tick.Reason is TickReason.None ? null : LiveCounts.NameOf(tick.Reason),
            Begins = tick.BeginsEpisode,
            Late = tick.LateRows,
            Limited = tick.LimitedRows,
            Measured = tick.Measured == 0 ? null : Round(_measured.AsSpan(0, tick.Measured)),
            Rows = tick.SentRows,
            Interval = tick.IntervalNanoseconds / 1e9,
            Sent = tick.KeptRows == 0 ? null : Rows(tick.KeptRows),
            Jump = jump is { } found ? MathF.Round(found.Largest, Decimals) : null,
            JumpJoint = jump?.Joint,
        };
    }

    private float[][] Rows(int count)
    {
        var rows = new float[count][];
        for (int row = 0; row < count; row++)
            rows[row] = Round(_sent.AsSpan(row * ring.Joints, ring.Joints));
        return rows;
    }

    private static float[] Round(ReadOnlySpan<float> values)
    {
        var rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            rounded[i] = MathF.Round(values[i], Decimals);
        return rounded;
    }
}
