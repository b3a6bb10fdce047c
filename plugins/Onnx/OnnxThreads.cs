using System.Globalization;

namespace PolicyGate.Onnx;

/// <summary>The threads that a session's operators are shared by.</summary>
/// <param name="Count">Of its own, the one that calls included; 0 is one for each physical core. Meaningless where they
/// are shared.</param>
/// <param name="Shared">Whether it takes the process's one pool instead.</param>
internal readonly record struct OnnxThreads(int Count, bool Shared)
{
    public override string ToString() => Shared ? "shared" : Count.ToString(CultureInfo.InvariantCulture);
}
