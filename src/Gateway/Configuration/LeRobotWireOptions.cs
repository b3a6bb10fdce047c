namespace PolicyGate.Gateway.Configuration;

/// <summary>LeRobot's async inference, as bound: with an endpoint the gateway is a LeRobot policy server.</summary>
internal sealed class LeRobotWireOptions
{
    /// <summary>
    /// <c>HOST:PORT</c>, or several with <c>;</c> between; the host an IP address or <c>localhost</c>, the port 8080
    /// where none is named. No LeRobot robots are served without it.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>
    /// Name of the route that answers robots whose policy's name is not known here. Without it they are refused.
    /// </summary>
    public string? Route { get; set; }

    /// <summary>Routes by what a robot calls its policy; names of routes and policies are known without it.</summary>
    public Dictionary<string, string> Policies { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders below which a robot may name a policy folder by its path. None by default.</summary>
    [PathSetting]
    public List<string>? Roots { get; set; }

    /// <summary>The plugin that runs a policy folder that a robot names by its path.</summary>
    public string Backend { get; set; } = ServeOverrides.DefaultBackend;

    /// <summary>Name of the robot whose limits hold here, as an OpenArm wire has it.</summary>
    public string? Robot { get; set; }

    /// <summary>Actions per second, which says how far apart their timestamps are.</summary>
    public double Fps { get; set; } = 30;

    /// <summary>How long after the robot asked it is answered at the soonest, unless as soon as ready.</summary>
    public TimeSpan InferenceLatency { get; set; } = TimeSpan.FromSeconds(1.0 / 30);

    /// <summary>Whether an answer goes out as soon as it is ready; LeRobot's own server waits.</summary>
    public bool AnswerWhenReady { get; set; } = true;

    /// <summary>How long a robot that asks for actions waits for an observation, before it gets none.</summary>
    public TimeSpan ObservationQueueTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// L2 distance of states below which an observation is too similar to the last one inferred, unless it must go.
    /// Off: LeRobot's fixed 1.0 starves robots in radians.
    /// </summary>
    public double? SimilarityThreshold { get; set; }

    /// <summary>
    /// Whether robots go on by themselves after the gateway was restarted; what they asked for is kept in a file of
    /// this user's own.
    /// </summary>
    public bool RememberRobots { get; set; } = true;

    /// <summary>Whether an endpoint may be anything but loopback: this wire has no encryption of its own.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Subnets whose robots are served, as <c>192.168.7.0/24</c>; loopback always is.</summary>
    public List<string> AllowedSubnets { get; } = [];
}
