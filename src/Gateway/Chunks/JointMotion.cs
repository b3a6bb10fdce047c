using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Chunks;

/// <summary>
/// Where one joint's command stands after a row: its position, and how much position and velocity changed with it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JointMotion(double Position, double Velocity, double Acceleration)
{
    /// <param name="now">The command now.</param>
    /// <param name="before">One row earlier.</param>
    /// <param name="earlier">Two rows earlier.</param>
    public static JointMotion Of(double now, double before, double earlier) =>
        new(now, now - before, now - (2 * before) + earlier);

    /// <summary>One row later.</summary>
    public JointMotion Next(double acceleration)
    {
        double velocity = Velocity + acceleration;
        return new JointMotion(Position + velocity, velocity, acceleration);
    }
}
