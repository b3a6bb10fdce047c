using System.Text.Json;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>What <c>tests/peers/lerobot/check_run.py</c> says of a run.</summary>
internal sealed record CheckedRun
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public required int Executed { get; init; }

    /// <summary>Answers of which something was executed, or could have been.</summary>
    public required int Chunks { get; init; }

    /// <summary>Executed actions that the newest chunk was mixed into.</summary>
    public required int Mixed { get; init; }

    /// <summary>That came to the server.</summary>
    public required int Observations { get; init; }

    public required int MustGo { get; init; }

    /// <summary>Answers of which nothing was executed, by why.</summary>
    public required Dictionary<string, int> Refused { get; init; }

    /// <summary>Times that the robot said <c>Ready</c>.</summary>
    public required int Episodes { get; init; }

    /// <summary>The largest of an answer's values from what the policy makes of its observation.</summary>
    public required double Difference { get; init; }

    /// <summary>Whatever is not as it must be.</summary>
    public required string[] Wrong { get; init; }

    public static CheckedRun Read(string json) => JsonSerializer.Deserialize<CheckedRun>(json, Json)!;

    public override string ToString() =>
        $"{JsonSerializer.Serialize(this with { Wrong = [] }, Json)}\n{string.Join('\n', Wrong)}";
}
