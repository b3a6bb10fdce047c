namespace PolicyGate.Bench;

/// <summary>One measured case's times in milliseconds; all memory is taken beforehand.</summary>
internal sealed class Samples
{
    private readonly double[][] _milliseconds;
    private readonly int[] _counts = new int[Enum.GetValues<Stage>().Length];

    /// <param name="capacity">Samples of each stage.</param>
    public Samples(int capacity) => _milliseconds = [.. _counts.Select(_ => new double[capacity])];

    public void Add(Stage stage, double milliseconds) =>
        _milliseconds[(int)stage][_counts[(int)stage]++] = milliseconds;

    public Distribution Of(Stage stage) => Distribution.Of(_milliseconds[(int)stage].AsSpan(0, _counts[(int)stage]));

    /// <summary>Forgets all, keeping the memory.</summary>
    public void Clear() => Array.Clear(_counts);
}
