using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>Adds Gaussian noise to a chunk: the same for the same seeds, whatever ran before.</summary>
internal sealed class GaussianNoise
{
    private readonly double[] _deviations;
    private readonly ulong _seed;

    /// <param name="deviations">Standard deviations in the joints' units: one for all, or one for each.</param>
    /// <param name="seed">The option's.</param>
    /// <param name="width">Joints.</param>
    /// <exception cref="PolicyLoadException">There are more or fewer deviations than joints.</exception>
    public GaussianNoise(IReadOnlyList<double> deviations, int seed, int width)
    {
        if (deviations.Count != 1 && deviations.Count != width)
        {
            throw new PolicyLoadException(
                $"Noise has {deviations.Count} values; expected is one for all joints, or {width}, one for each");
        }
        _deviations = deviations.Count == width ? [.. deviations] : [.. Enumerable.Repeat(deviations[0], width)];
        _seed = new SplitMix((ulong)seed).Next();
    }

    /// <param name="chunk"><c>[T, joints]</c>.</param>
    /// <param name="seed">As <see cref="RunArguments.Seed"/>: another for each tick.</param>
    /// <param name="row">The batch's: robots that run together do not shake alike.</param>
    public void AddTo(Span<float> chunk, ulong seed, int row)
    {
        // Mixed one after the other: a plain sum would give tick 1 of seed 0 and tick 0 of seed 1 the same noise.
        var numbers = new SplitMix(new SplitMix(_seed ^ seed).Next() ^ (ulong)row);
        for (int i = 0; i < chunk.Length; i++)
        {
            // Box and Muller's, one of the two numbers.
            double radius = Math.Sqrt(-2 * Math.Log(numbers.NextUnit()));
            double normal = radius * Math.Cos(2 * Math.PI * numbers.NextUnit());
            chunk[i] += (float)(normal * _deviations[i % _deviations.Length]);
        }
    }
}
