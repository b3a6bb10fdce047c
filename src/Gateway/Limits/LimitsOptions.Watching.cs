namespace PolicyGate.Gateway.Limits;

/// <summary>Those of who watches the gateway over HTTP.</summary>
internal sealed partial class LimitsOptions
{
    /// <summary>
    /// Connections at once to the HTTP endpoint. 32: a browser opens six, a Prometheus one.
    /// </summary>
    public int HttpConnections { get; set; } = 32;

    /// <summary>
    /// Bytes of an HTTP request's headers. 16 KiB: a browser sends the cookies of every other page of this host along.
    /// </summary>
    public int HttpHeaderBytes { get; set; } = 16 << 10;

    /// <summary>
    /// How long an HTTP request may take to come. 5 s: it fits one packet. From a second on.
    /// </summary>
    public TimeSpan HttpRequestTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an HTTP connection may be silent before it is closed. 2 min: twice Prometheus' usual interval.
    /// </summary>
    public TimeSpan HttpIdleTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Bytes of what an HTTP request brings along. 16 KiB: a swap's is under 4 KiB, the longest path included.
    /// </summary>
    public int HttpBodyBytes { get; set; } = 16 << 10;

    /// <summary>
    /// Robots that are shown to those who watch, those that have left counted. 64: what fits a page, and each has under
    /// 1 MB of last ticks.
    /// </summary>
    public int LiveRobots { get; set; } = 64;

    /// <summary>
    /// Last ticks of each of them. 300: ten seconds at 30 Hz.
    /// </summary>
    public int LiveTicks { get; set; } = 300;

    /// <summary>
    /// Rows of each tick's chunk that are kept with it. 32: a second at 30 Hz; the others are rarely played.
    /// </summary>
    public int LiveRows { get; set; } = 32;

    /// <summary>
    /// Joints of each row and of what was measured. 32: two arms with grippers are 16; it multiplies with the ticks and
    /// rows.
    /// </summary>
    public int LiveJoints { get; set; } = 32;

    /// <summary>
    /// How long a robot that has left is still shown. 10 min: whoever was called finds what it did last.
    /// </summary>
    public TimeSpan LiveLeftTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time series of one metric; what would be one more is counted together with all others that were. 1000: thirty
    /// routes with eight stages are 240, and a histogram's costs 200 bytes.
    /// </summary>
    public int MetricSeries { get; set; } = 1000;
}
