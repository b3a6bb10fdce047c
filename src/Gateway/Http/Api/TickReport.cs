using System.Text.Json.Serialization;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>One tick. What there is none of is left out.</summary>
/// <param name="Number">The robot's ticks from 0.</param>
/// <param name="At">When its answer was made.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Policy">That answered, or would have.</param>
/// <param name="Version">Of it.</param>
/// <param name="Stages">Seconds.</param>
internal sealed record TickReport(
    long Number, DateTimeOffset At, TickOutcome Outcome, string Policy, int Version, StageSeconds Stages)
{
    /// <summary>Why it is no chunk.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Whether an episode began with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Begins { get; init; }

    /// <summary>Rows left out because their time had passed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Late { get; init; }

    /// <summary>Rows that the guard changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Limited { get; init; }

    /// <summary>Where the robot was seen, in its units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[]? Measured { get; init; }

    /// <summary>Rows that went out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rows { get; init; }

    /// <summary>Seconds between them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Interval { get; init; }

    /// <summary>The first of them (<c>Limits:LiveRows</c>), in the robot's units.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float[][]? Sent { get; init; }

    /// <summary>
    /// The largest difference, over the joints, between the first row and what the chunk before would have told the
    /// robot then.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Jump { get; init; }

    /// <summary>The joint of that, from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? JumpJoint { get; init; }
}
