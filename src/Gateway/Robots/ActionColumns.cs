using System.Text.Json;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.Gateway.Robots;

/// <summary>The columns of <c>actions.arrows</c>, as docs/recording.md has them, by their places.</summary>
internal static class ActionColumns
{
    public const int WallClock = 0;
    public const int Monotonic = 1;
    public const int Session = 2;
    public const int Episode = 3;
    public const int Timestep = 4;
    public const int Queued = 5;
    public const int Action = 6;
    public const int Command = 7;

    public static IReadOnlyList<ArrowColumnType> All { get; } =
    [
        ArrowColumnType.Int64("t_ns"),
        ArrowColumnType.Int64("monotonic_ns"),
        ArrowColumnType.Text("session"),
        ArrowColumnType.Int64("episode"),
        ArrowColumnType.Int64("timestep"),
        ArrowColumnType.Int32("queued"),
        ArrowColumnType.Floats("action"),
        ArrowColumnType.Floats("command"),
    ];

    /// <param name="names">Of an action's values.</param>
    public static IReadOnlyDictionary<string, string> MetadataOf(IReadOnlyList<string> names) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policygate.actions.format"] = "1",
            ["policygate.actions.names"] = JsonSerializer.Serialize(names),
        };
}
