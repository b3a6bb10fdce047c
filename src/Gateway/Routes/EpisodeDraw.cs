using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Routes;

/// <summary>Which arm an episode falls to: by its number and its robot's alone; a run can be repeated.</summary>
internal sealed class EpisodeDraw
{
    // SplitMix64, https://prng.di.unimi.it/splitmix64.c: close numbers give values that have nothing in common.
    private const ulong Step = 0x9E3779B97F4A7C15;
    private const ulong FirstFactor = 0xBF58476D1CE4E5B9;
    private const ulong SecondFactor = 0x94D049BB133111EB;

    // A double's 53 bits.
    private const double Unit = 1.0 / (1UL << 53);

    private readonly double[] _upTo;
    private readonly ulong _seed;

    public EpisodeDraw(SplitConfig split)
    {
        _seed = (ulong)split.Seed;
        _upTo = new double[split.Arms.Count];
        double sum = 0;
        for (int arm = 0; arm < _upTo.Length; arm++)
            _upTo[arm] = sum += split.Arms[arm].Share;
    }

    public int Draw(long robot, long episode)
    {
        double drawn = (Mix(Mix(Mix(_seed) + (ulong)robot) + (ulong)episode) >> 11) * Unit;
        for (int arm = 0; arm < _upTo.Length - 1; arm++)
        {
            if (drawn < _upTo[arm])
                return arm;
        }
        return _upTo.Length - 1;
    }

    private static ulong Mix(ulong value)
    {
        value += Step;
        value = (value ^ (value >> 30)) * FirstFactor;
        value = (value ^ (value >> 27)) * SecondFactor;
        return value ^ (value >> 31);
    }
}
