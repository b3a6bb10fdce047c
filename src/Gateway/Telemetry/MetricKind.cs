namespace PolicyGate.Gateway.Telemetry;

/// <summary>What a metric's measurements come to.</summary>
internal enum MetricKind
{
    /// <summary>They are added up, and only grow.</summary>
    Counter,

    /// <summary>They are added up, and may fall.</summary>
    Level,

    /// <summary>The last one holds; a total that somebody else adds up.</summary>
    Total,

    /// <summary>The last one holds.</summary>
    Gauge,

    /// <summary>They are counted by size.</summary>
    Histogram,
}
