using FsCheck;
using FsCheck.Fluent;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Chunks;

/// <summary>One joint's life: its limits, what a policy wants of it, and when.</summary>
public sealed record GuardScenario(
    int IntervalMicroseconds, double Velocity, double Acceleration, double Jerk, double Range, double Start,
    GuardStep[] Steps)
{
    public long Interval => IntervalMicroseconds * 1000L;

    internal RobotConfig Robot => new()
    {
        Name = "joint",
        Minimum = [(float)-Range],
        Maximum = [(float)Range],
        MaximumVelocity = [Velocity],
        MaximumAcceleration = [Acceleration],
        MaximumJerk = [Jerk],
    };

    /// <summary>A counterexample as it is reported.</summary>
    public override string ToString() =>
        $"{IntervalMicroseconds} µs, {Velocity} rad/s, {Acceleration} rad/s², {Jerk} rad/s³, ±{Range} from {Start}:"
        + $" {string.Join("; ", Steps.AsEnumerable())}";

    public static Arbitrary<GuardScenario> Any { get; } = Arb.From(Generate(), Shrink);

    // Without one of its limits every fourth time each; times to reach a limit from 30 ms to 300 ms.
    private static Gen<GuardScenario> Generate() =>
        from interval in Gen.Choose(5_000, 100_000)
        from velocity in Gen.Choose(100, 10_000)
        from speedUp in Gen.Choose(30, 300)
        from build in Gen.Choose(30, 300)
        from without in Gen.Choose(0, 15)
        from range in Gen.Choose(50, 3_000)
        from start in Gen.Choose(-1_050, 1_050)
        from steps in Gen.NonEmptyListOf(GuardStep.Generate())
        let v = velocity / 1000.0
        let a = v / (speedUp / 1000.0)
        select new GuardScenario(
            interval,
            (without & 3) == 0 ? double.PositiveInfinity : v,
            (without & 12) == 0 ? double.PositiveInfinity : a,
            without == 5 ? double.PositiveInfinity : a / (build / 1000.0),
            range / 1000.0,
            start / 1000.0 * range / 1000.0,
            [.. steps]);

    private static IEnumerable<GuardScenario> Shrink(GuardScenario scenario)
    {
        for (int i = 0; i < scenario.Steps.Length && scenario.Steps.Length > 1; i++)
            yield return scenario with { Steps = [.. scenario.Steps.Where((_, at) => at != i)] };
    }
}
