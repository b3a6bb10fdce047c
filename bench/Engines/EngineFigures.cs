namespace PolicyGate.Bench.Engines;

/// <summary>What one way to run a model came to.</summary>
/// <param name="Backend">On which engine.</param>
/// <param name="Kind">With how much of PolicyGate around it.</param>
/// <param name="LoadMilliseconds">From nothing to the first answer, in a process of its own.</param>
/// <param name="LoadedMegabytes">Of memory that this took.</param>
/// <param name="Microseconds">Of each run, sorted.</param>
internal sealed record EngineFigures(
    string Backend, LoopKind Kind, double LoadMilliseconds, double LoadedMegabytes, double[] Microseconds)
{
    public string Name => $"{Backend} {Kind.ToString().ToLowerInvariant()}";

    /// <summary>By nearest rank.</summary>
    public double Percentile(double share) =>
        Microseconds[Math.Max(0, (int)Math.Ceiling(share * Microseconds.Length) - 1)];
}
