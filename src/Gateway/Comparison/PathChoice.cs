using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Keeps the one path that is shown: that with the worst tick, and of several as bad the first.</summary>
internal sealed class PathChoice
{
    private double _worst = double.NegativeInfinity;

    public PlayedPath? Path { get; private set; }

    public void Offer(string session, PathWindow window)
    {
        if (!(window.Worst > _worst))
            return;
        _worst = window.Worst.Value;
        Path = window.Close(session);
    }
}
