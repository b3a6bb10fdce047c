using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Chunks;

/// <summary>One row of one joint that its robot must not be sent.</summary>
/// <param name="Row">Index in the chunk.</param>
/// <param name="Kind">Which limit.</param>
/// <param name="Limit">Per row, row² or row³.</param>
/// <param name="Found">In the same unit.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BrokenLimit(int Row, LimitKind Kind, double Limit, double Found)
{
    private static readonly string[] Units = ["rad", "rad/s", "rad/s²", "rad/s³"];

    /// <summary>As <c>row 3: velocity 2.5 rad/s, the limit is 2 rad/s</c>.</summary>
    /// <param name="seconds">Between rows.</param>
    public string Describe(double seconds)
    {
        double perSecond = Math.Pow(seconds, (int)Kind);
        string unit = Units[(int)Kind];
        return FormattableString.Invariant(
            $"row {Row}: {Kind.ToString().ToLowerInvariant()} {Found / perSecond:0.####} {unit},")
            + FormattableString.Invariant($" the limit is {Limit / perSecond:0.####} {unit}");
    }
}
