namespace PolicyGate.Bench;

/// <summary>How a case is measured.</summary>
/// <param name="Ticks">Timed ticks of a case.</param>
/// <param name="Hz">Null for back to back; else ticks a second, the cores asleep between them.</param>
internal sealed record BenchOptions(int Ticks, double? Hz)
{
    /// <summary>Ticks before the first that counts: code is compiled, files and buffers are touched.</summary>
    public const int WarmUpTicks = 50;

    /// <summary>Ticks and bare runs take turns so often, so that what else the machine does meets both.</summary>
    public const int Rounds = 5;
}
