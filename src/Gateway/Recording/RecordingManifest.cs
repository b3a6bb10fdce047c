namespace PolicyGate.Gateway.Recording;

/// <summary><c>recording.json</c>: what was recorded, and what ran.</summary>
internal sealed record RecordingManifest
{
    public const string FileName = "recording.json";

    /// <summary>Beside it, where a robot has recorded: what it was commanded.</summary>
    public const string ActionsFileName = "actions.arrows";

    /// <summary>Of the format; a reader refuses what is newer than it knows.</summary>
    public const int Current = 1;

    public required int Format { get; init; }

    /// <summary>The gateway's version.</summary>
    public required string Gateway { get; init; }

    public required DateTimeOffset Begun { get; init; }

    /// <summary>
    /// The configuration's keys that decide what a chunk becomes between policy and robot (<c>Chunks</c>,
    /// <c>Pacing</c>, <c>Episodes</c>, <c>Robots</c>), as <c>--set</c> takes them.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyList<RecordedRoute> Routes { get; init; }
}
