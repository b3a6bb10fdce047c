using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.Engines;

/// <summary>The plugin's run alone, loaded as the host loads it, over inputs that the host has filled once.</summary>
internal sealed class PluginLoop : IEngineLoop
{
    private readonly BareInference _inference;

    public PluginLoop(PolicyConfig policy)
    {
        _inference = new BareInference(policy, Checkout.At("artifacts/plugins"), TimeProvider.System);
        _inference.FillBlank();
    }

    public void Run() => _inference.Run();

    public void Dispose() => _inference.Dispose();
}
