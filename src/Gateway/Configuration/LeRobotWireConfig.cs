using System.Net;

namespace PolicyGate.Gateway.Configuration;

/// <summary>LeRobot's async inference: where robots are met, and which policies they may ask for.</summary>
internal sealed record LeRobotWireConfig
{
    public required IReadOnlyList<IPEndPoint> EndPoints { get; init; }

    /// <summary>By what a robot calls its policy, with regard to case: as Hub names have it.</summary>
    public required IReadOnlyDictionary<string, RouteConfig> Policies { get; init; }

    /// <summary>Answers every other name; null to refuse them.</summary>
    public RouteConfig? Default { get; init; }

    /// <summary>Absolute folders below which a robot may name a policy folder.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    public string Backend { get; init; } = ServeOverrides.DefaultBackend;

    /// <summary>Null where no limits are known.</summary>
    public RobotConfig? Robot { get; init; }

    public double Fps { get; init; } = 30;

    /// <summary>Zero where answers go out as soon as they are ready.</summary>
    public TimeSpan InferenceLatency { get; init; }

    public TimeSpan ObservationQueueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Null where no observation is too similar.</summary>
    public double? SimilarityThreshold { get; init; }

    /// <summary>Whether robots go on after the gateway was restarted.</summary>
    public bool RememberRobots { get; init; } = true;

    /// <summary>Where robots may connect from.</summary>
    public PeerSubnets Allowed { get; init; } = PeerSubnets.LoopbackOnly;

    /// <summary>Whether any endpoint can be reached from other machines.</summary>
    public bool IsRemote => EndPoints.Any(endPoint => !IPAddress.IsLoopback(endPoint.Address));
}
