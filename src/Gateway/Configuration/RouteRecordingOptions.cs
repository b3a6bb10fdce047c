namespace PolicyGate.Gateway.Configuration;

/// <summary>What of a route is recorded, as bound.</summary>
internal sealed class RouteRecordingOptions
{
    /// <summary>Whether the route is recorded. Off: recordings hold pictures of where the robot works.</summary>
    public bool On { get; set; }

    /// <summary>Of each robot's ticks every n-th. 1: all of them.</summary>
    public int Every { get; set; } = 1;

    /// <summary>Which of those.</summary>
    public RecordedTicks Only { get; set; } = RecordedTicks.All;
}
