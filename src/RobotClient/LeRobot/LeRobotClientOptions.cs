using PolicyGate.Formats.LeRobot;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>How a robot is driven by a LeRobot policy server; with the names and defaults of LeRobot's
/// client.</summary>
public sealed record LeRobotClientOptions
{
    // 11 days: beyond any run, and within what timers and nanoseconds hold.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1e6);

    /// <summary>As <c>127.0.0.1:8080</c>.</summary>
    public string ServerAddress { get; init; } = "localhost:8080";

    /// <summary>As <c>act</c>, <c>smolvla</c>, <c>pi0</c>; a PolicyGate server takes any.</summary>
    public required string PolicyType { get; init; }

    /// <summary>Where the server finds the policy; to a PolicyGate server the policy's name.</summary>
    public required string PretrainedNameOrPath { get; init; }

    /// <summary>Where the server is to run it.</summary>
    public string PolicyDevice { get; init; } = "cpu";

    /// <summary>Asked for. What a server sends beyond it is left out.</summary>
    public required int ActionsPerChunk { get; init; }

    /// <summary>
    /// An observation is sent when the queue holds at most this share of the longest chunk seen; 0 to 1.
    /// </summary>
    public double ChunkSizeThreshold { get; init; } = 0.5;

    /// <summary>What becomes of two actions for one moment.</summary>
    public ActionAggregate Aggregate { get; init; } = ActionAggregates.WeightedAverage;

    /// <summary>The instruction, for policies that follow one.</summary>
    public string Task { get; init; } = "";

    /// <summary>Control periods a second, 0.01 to 1000.</summary>
    public double Fps { get; init; } = 30;

    /// <summary>Older servers unpickle only what is in <c>lerobot.scripts.server.helpers</c>.</summary>
    public LeRobotVersion ServerVersion { get; init; } = LeRobotVersion.Current;

    /// <summary>What no command may exceed.</summary>
    public RobotLimits Limits { get; init; } = RobotLimits.None;

    /// <summary>
    /// An answer to an observation that is older is not executed. 2 s: what the stock server waits for an observation;
    /// a policy that takes longer than this moves a robot by what was there long ago.
    /// </summary>
    public TimeSpan MaximumAnswerAge { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A server that has not answered a call for so long is given up, and connected to anew. 10 s: beyond the 2 s that
    /// a stock server waits for an observation and any inference worth waiting for; a restart would load its policy
    /// again.
    /// </summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the server may take to load the policy. 10 minutes: a large one comes off the network first.
    /// </summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two tries to connect. The first is at once.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The run ends by itself after so long; null for not.</summary>
    public TimeSpan? Duration { get; init; }

    internal TimeSpan Period => TimeSpan.FromSeconds(1 / Fps);

    internal LeRobotModule Module =>
        ServerVersion is LeRobotVersion.V03 ? LeRobotModule.ScriptsServer : LeRobotModule.AsyncInference;

    /// <exception cref="ArgumentException">One makes no sense.</exception>
    internal void Validate()
    {
        Require(Fps is >= 0.01 and <= 1000, $"{Fps} control periods a second: 0.01 to 1000 are possible");
        Require(ActionsPerChunk > 0, $"{ActionsPerChunk} actions per chunk: at least one is needed");
        Require(ChunkSizeThreshold is >= 0 and <= 1, $"a threshold of {ChunkSizeThreshold}: it is a share, 0 to 1");
        Require(MaximumAnswerAge > TimeSpan.Zero, "an answer has an age: allow more than none");
        Require(ServerTimeout > TimeSpan.Zero && LoadTimeout > TimeSpan.Zero, "a server needs some time to answer");
        Require(ReconnectDelay >= TimeSpan.Zero, "a delay is not negative");
        TimeSpan[] spans = [MaximumAnswerAge, ServerTimeout, LoadTimeout, ReconnectDelay, Duration ?? TimeSpan.Zero];
        Require(Array.TrueForAll(spans, span => span >= TimeSpan.Zero && span <= Longest),
            $"no time is longer than {Longest.TotalSeconds:0} s, and none negative");
        bool isAddress = Uri.TryCreate($"http://{ServerAddress}/", UriKind.Absolute, out Uri? address)
            && address is { AbsolutePath: "/", Query: "", UserInfo: "" };
        Require(isAddress, $"'{ServerAddress}' is no address: it is HOST:PORT, as 127.0.0.1:8080");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ArgumentException(otherwise);
    }
}
