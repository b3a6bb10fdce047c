using System.Runtime.CompilerServices;

namespace PolicyGate.Gateway.Live;

/// <summary>
/// A tick's stages in the order of <see cref="Telemetry.TickTimings"/>, in ticks of
/// <see cref="TimeProvider.GetTimestamp"/>.
/// </summary>
[InlineArray(Count)]
internal struct LiveStages
{
    public const int Count = 8;

    private long _first;
}
