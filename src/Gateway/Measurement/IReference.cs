namespace PolicyGate.Gateway.Measurement;

/// <summary>Another program that makes a model's inputs of an observation; takes turns with the gateway's
/// ticks.</summary>
internal interface IReference : IDisposable
{
    /// <summary>Says what is to be made of the observations, before the first.</summary>
    /// <param name="pictures">The model's.</param>
    void Begin(IReadOnlyList<PictureTarget> pictures);

    /// <summary>Does one tick and adds how long its parts took.</summary>
    /// <exception cref="IOException">It failed.</exception>
    void Run(PreparedTick tick, Samples into);
}
