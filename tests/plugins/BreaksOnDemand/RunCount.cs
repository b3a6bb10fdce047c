using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class RunCount : IEpisode
{
    public int Runs { get; set; }

    public void Reset() => Runs = 0;

    public void Dispose()
    {
    }
}
