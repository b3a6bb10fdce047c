using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.Live;

/// <summary>What is measured on, and how long.</summary>
/// <param name="Executable">Null for the one that this checkout has built.</param>
/// <param name="Policy">Folder of the policy that answers.</param>
/// <param name="Backend">What runs it.</param>
/// <param name="Hz">Of the robot.</param>
/// <param name="Turns">Of each way, where two are held against each other.</param>
/// <param name="Ticks">That count of a turn.</param>
/// <param name="Tick">What the robot shows.</param>
internal sealed record LiveOptions(
    string? Executable, string Policy, string Backend, double Hz, int Turns, int Ticks, PreparedTick Tick);
