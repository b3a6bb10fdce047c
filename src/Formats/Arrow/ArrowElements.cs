using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>Which of its child's values belong to one row of a list.</summary>
/// <param name="IsNull">The row has no list; the rest is then 0.</param>
/// <param name="Start">The first of them.</param>
/// <param name="Count">How many; the child has them all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrowElements(bool IsNull, long Start = 0, int Count = 0);
