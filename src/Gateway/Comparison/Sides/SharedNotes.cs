namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>In what the sides differ before they have run, in sentences.</summary>
internal static class SharedNotes
{
    public static IEnumerable<string> Of(LoadedSide a, LoadedSide b, int steps, long stepNanoseconds)
    {
        if (a.Form.IntervalNanoseconds != b.Form.IntervalNanoseconds)
        {
            yield return $"A's rows come at {Rate(a)} Hz, B's at {Rate(b)} Hz: the finer chunk is read at the coarser"
                + " one's moments, on the straight line between its rows.";
        }
        if (a.Form.Rows * a.Form.IntervalNanoseconds != b.Form.Rows * b.Form.IntervalNanoseconds)
        {
            yield return $"A's chunks have {a.Form.Rows} rows, B's {b.Form.Rows}: the first {steps} steps of "
                + $"{stepNanoseconds / 1e6:0.#} ms are in both.";
        }
        if (Without(a, b) is { Length: > 0 } onlyA)
            yield return $"A alone looks at {onlyA}.";
        if (Without(b, a) is { Length: > 0 } onlyB)
            yield return $"B alone looks at {onlyB}.";
    }

    private static string Rate(LoadedSide side) => $"{side.Policy.Description.Control.RateHz:0.###}";

    private static string Without(LoadedSide one, LoadedSide other) =>
        string.Join(", ", one.Cameras.Except(other.Cameras, StringComparer.Ordinal));
}
