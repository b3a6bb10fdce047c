using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <param name="Rows">Of a chunk.</param>
/// <param name="Width">Values of a row.</param>
/// <param name="IntervalNanoseconds">Between rows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChunkForm(int Rows, int Width, long IntervalNanoseconds);
