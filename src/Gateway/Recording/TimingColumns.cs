namespace PolicyGate.Gateway.Recording;

/// <summary>The stages of a tick, in the order in which recordings have them.</summary>
internal static class TimingColumns
{
    /// <summary>The place of <c>total_ns</c>.</summary>
    public const int Total = 6;

    public static IReadOnlyList<string> Names { get; } =
        ["read_ns", "decode_ns", "wait_ns", "resize_ns", "run_ns", "shape_ns", "total_ns", "write_ns"];
}
