using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

/// <summary>The sum of what one robot has shown since its episode began.</summary>
internal sealed class CountingEpisode(int joints) : IEpisode
{
    private readonly float[] _sum = new float[joints];

    public Span<float> Sum => _sum;

    public void Reset() => _sum.AsSpan().Clear();

    public void Dispose()
    {
    }
}
