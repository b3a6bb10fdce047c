namespace PolicyGate.Bench.Engines;

/// <summary>One way to run a model over and over, on inputs that stay.</summary>
internal interface IEngineLoop : IDisposable
{
    /// <exception cref="InvalidDataException">The engine failed.</exception>
    void Run();
}
