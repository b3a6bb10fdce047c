namespace PolicyGate.Onnx;

/// <summary>What a session can run on, by the words of <c>ExecutionProviders</c>.</summary>
internal enum ProviderKind
{
    TensorRT,
    Cuda,
    Cpu,
}
