using System.Runtime.InteropServices;

namespace PolicyGate.Bench.LeRobot;

/// <summary>What one observation took.</summary>
/// <param name="Added">Milliseconds from its last byte sent to the actions' first byte received.</param>
/// <param name="RoundTrip">From its first byte.</param>
/// <param name="AnswerBytes">Of the actions.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeRobotTick(double Added, double RoundTrip, int AnswerBytes);
