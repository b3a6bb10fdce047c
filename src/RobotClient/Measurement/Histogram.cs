using System.Numerics;

namespace PolicyGate.RobotClient.Measurement;

/// <summary>
/// Counts whole numbers in buckets 1.6 % wide, in memory that does not grow with a run's length; the largest is kept
/// exactly. Numbers below 64 have a bucket each.
/// </summary>
internal sealed class Histogram
{
    private const int Bits = 6;

    // Buckets of each power of two.
    private const int Parts = 1 << Bits;

    // 2^41: 36 minutes in nanoseconds; what is beyond counts there.
    private const int LastPower = 41;

    private readonly int[] _counts = new int[(LastPower - Bits + 1) * Parts];

    public long Count { get; private set; }

    public long Max { get; private set; }

    /// <param name="value">Below zero counts as zero.</param>
    public void Add(long value)
    {
        _counts[BucketOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    public void Add(Histogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>By nearest rank: no value of that rank is above it; 0 where nothing was counted.</summary>
    /// <param name="share">0 to 1, as 0.99.</param>
    public long Percentile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Min(LargestOf(i), Max);
        }
        return Max;
    }

    private int BucketOf(long value)
    {
        if (value < Parts)
            return (int)Math.Max(value, 0);
        int power = BitOperations.Log2((ulong)value);
        if (power >= LastPower)
            return _counts.Length - 1;
        // The leading bit says the power, the six after it the part.
        return ((power - Bits) * Parts) + (int)(value >> (power - Bits));
    }

    private long LargestOf(int bucket)
    {
        if (bucket == _counts.Length - 1)
            return long.MaxValue;
        if (bucket < Parts)
            return bucket;
        int shift = (bucket / Parts) - 1;
        long part = Parts + (bucket % Parts);
        return ((part + 1) << shift) - 1;
    }
}
