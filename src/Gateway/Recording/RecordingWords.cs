using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Recording;

/// <summary>What a recording calls wires, outcomes and reasons.</summary>
internal static class RecordingWords
{
    private static readonly Dictionary<string, RecordedWire> Wires = new(StringComparer.Ordinal)
    {
        ["openarm"] = RecordedWire.OpenArm,
        ["lerobot"] = RecordedWire.LeRobot,
    };

    private static readonly Dictionary<string, TickOutcome> Outcomes = new(StringComparer.Ordinal)
    {
        ["chunk"] = TickOutcome.Chunk,
        ["skip"] = TickOutcome.Skip,
        ["hold"] = TickOutcome.Hold,
    };

    private static readonly Dictionary<string, TickReason> Reasons = Enum.GetValues<TickReason>()
        .Where(reason => reason is not TickReason.None)
        .ToDictionary(reason => reason.ToString(), StringComparer.Ordinal);

    public static string Of(RecordedWire wire) => Wires.Single(word => word.Value == wire).Key;

    public static string Of(TickOutcome outcome) => Outcomes.Single(word => word.Value == outcome).Key;

    public static bool TryRead(string word, out RecordedWire wire) => Wires.TryGetValue(word, out wire);

    public static bool TryRead(string word, out TickOutcome outcome) => Outcomes.TryGetValue(word, out outcome);

    public static bool TryRead(string word, out TickReason reason) => Reasons.TryGetValue(word, out reason);
}
