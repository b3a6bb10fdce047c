using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Rights;

namespace PolicyGate.Gateway.Configuration;

/// <summary>The <c>Gateway</c> section, as bound.</summary>
internal sealed class GatewayOptions
{
    /// <summary>
    /// Folder with one folder for each plugin. <c>plugins</c> beside the program, where a release has it.
    /// </summary>
    [PathSetting]
    public string PluginFolder { get; set; } = "plugins";

    /// <summary>
    /// As whom a gateway serves that was started as root and does nothing but connect to robots' sockets. The owner of
    /// the socket's folder: a robot's container is started as root, and a fault in an engine would be root's.
    /// </summary>
    public RunAs RunAs { get; set; } = RunAs.Owner;

    /// <summary>
    /// The policies to load, by a name of your choice. Required: there is nothing to serve without one.
    /// </summary>
    public Dictionary<string, PolicyOptions> Policies { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Which policy answers, by a name that wires refer to. May be left out when there is one policy.
    /// </summary>
    public Dictionary<string, RouteOptions> Routes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where robots are met.</summary>
    public WiresOptions Wires { get; } = new();

    /// <summary>What each kind of robot may be told to do, by a name that wires refer to.</summary>
    public Dictionary<string, RobotOptions> Robots { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which observations are answered without running the policy.</summary>
    public PacingOptions Pacing { get; } = new();

    /// <summary>What becomes of a chunk between the policy and the robot.</summary>
    public ChunksOptions Chunks { get; } = new();

    /// <summary>How a new episode is recognised where the robot does not say it.</summary>
    public EpisodesOptions Episodes { get; } = new();

    /// <summary>Where ticks are recorded.</summary>
    public RecordingOptions Recording { get; } = new();

    /// <summary>Where those who watch the gateway ask.</summary>
    public HttpOptions Http { get; } = new();

    /// <summary>How another version of a policy comes to answer while robots are there.</summary>
    public SwapsOptions Swaps { get; } = new();

    /// <summary>Where policies of a running gateway are listed and swapped.</summary>
    public AdminOptions Admin { get; } = new();

    /// <summary>What a peer or a backend can drive at most.</summary>
    public LimitsOptions Limits { get; } = new();
}
