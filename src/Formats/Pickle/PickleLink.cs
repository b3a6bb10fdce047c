using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>One item of a container.</summary>
/// <param name="Key">Index of a dictionary's key; negative in lists and tuples.</param>
/// <param name="Value">Index of the value.</param>
/// <param name="Next">The container's next link; negative at its end.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct PickleLink(int Key, int Value, int Next);
