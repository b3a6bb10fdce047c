namespace PolicyGate.Onnx;

/// <summary>One entry of <c>ExecutionProviders</c>.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Options">What the operator gives it, by ONNX Runtime's own keys.</param>
internal sealed record ProviderChoice(ProviderKind Kind, IReadOnlyDictionary<string, string> Options)
{
    public ProviderChoice(ProviderKind kind) : this(kind, new Dictionary<string, string>())
    {
    }

    /// <summary>ONNX Runtime's name for it.</summary>
    public string EngineName => EngineNameOf(Kind);

    public bool IsGpu => Kind is not ProviderKind.Cpu;

    public static string EngineNameOf(ProviderKind kind) => kind switch
    {
        ProviderKind.TensorRT => "TensorrtExecutionProvider",
        ProviderKind.Cuda => "CUDAExecutionProvider",
        _ => "CPUExecutionProvider",
    };
}
