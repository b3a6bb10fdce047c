using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Chunks;

/// <summary>The blend that a configuration names.</summary>
internal static class ChunkBlends
{
    /// <summary>Null where a new chunk simply replaces the old.</summary>
    public static IChunkBlend? Create(ChunksConfig config) => config.Blend switch
    {
        BlendMode.Average => new WeightedBlend(oldShare: 0.5),
        BlendMode.WeightedAverage => new WeightedBlend(oldShare: 0.3),
        BlendMode.Conservative => new WeightedBlend(oldShare: 0.7),
        BlendMode.CrossFade => new CrossFade(config.CrossFade),
        BlendMode.TemporalEnsemble => new TemporalEnsemble(config.EnsembleCoefficient),
        _ => null,
    };
}
