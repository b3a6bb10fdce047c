using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a stock LeRobot client did, as <c>tests/peers/lerobot/client.py</c> tells it.</summary>
internal sealed record LeRobotReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Whether the server took the robot.</summary>
    public required bool Started { get; init; }

    /// <summary>Actions that reached the robot.</summary>
    public required int Executed { get; init; }

    public required int? FirstTimestep { get; init; }

    public required int? LastTimestep { get; init; }

    /// <summary>Times that the client executed an action twice, as its own two threads do now and then.</summary>
    public required int Repeated { get; init; }

    /// <summary>Timesteps before and after each gap.</summary>
    public required int[][] LeftOut { get; init; }

    /// <summary>Of each pause of six control steps or more: seconds after the first action, and its length.</summary>
    public required double[][] Pauses { get; init; }

    /// <summary>Seconds between the first and the last action.</summary>
    public required double MovedS { get; init; }

    /// <summary>Seconds without an action at the end.</summary>
    public required double? StillS { get; init; }

    /// <summary>Actions that belong to no observation of this robot, or whose time is not theirs.</summary>
    public required JsonElement[] Malformed { get; init; }

    /// <summary>The numbers of actions that its chunks had.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Largest difference of a received action from what PyTorch makes of the observation.</summary>
    public required double? ReceivedError { get; init; }

    /// <summary>The same of the executed actions, which are mixed of several chunks.</summary>
    public required double? ExecutedError { get; init; }

    /// <summary>What the client logged at warning or above.</summary>
    public required string[] Errors { get; init; }

    /// <summary>All of it, with what has no property here.</summary>
    private JsonElement Whole { get; init; }

    public static LeRobotReport Read(JsonElement json) =>
        json.Deserialize<LeRobotReport>(Json)! with { Whole = json };

    public override string ToString() => Whole.ToString();
}
