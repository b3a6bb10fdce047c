namespace PolicyGate.TorchSharp;

/// <summary>What is done to a module before it runs. Numbered as <c>pgt_optimization</c> in native/pgt.h.</summary>
internal enum TorchOptimization
{
    None,

    /// <summary>Weights become constants and are folded: <c>torch.jit.freeze</c>.</summary>
    Freeze,

    /// <summary>And operators are exchanged: <c>torch.jit.optimize_for_inference</c>.</summary>
    Inference,
}
