namespace PolicyGate.Onnx;

/// <summary>How far ONNX Runtime rewrites a graph at load; each level includes those before it.</summary>
internal enum OnnxGraphOptimization
{
    Disabled,
    Basic,
    Extended,
    All,
}
