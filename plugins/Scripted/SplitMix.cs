namespace PolicyGate.Scripted;

/// <summary>
/// SplitMix64: G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014. The same
/// numbers for the same seed on every machine and in every version, which <see cref="Random"/> does not promise.
/// </summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Above 0, at most 1.</summary>
    public double NextUnit() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));
}
