namespace PolicyGate.TorchSharp.Binding;

/// <summary>What one call is bound to.</summary>
/// <param name="Method">As <c>forward</c>.</param>
/// <param name="Inputs">In the order of the method's arguments.</param>
/// <param name="Outputs">In the order of the answer's tensors.</param>
/// <param name="InferenceMode">Whether gradients are ruled out, or recorded.</param>
internal sealed record TorchBindings(
    string Method, IReadOnlyList<HostTensor> Inputs, IReadOnlyList<HostTensor> Outputs, bool InferenceMode);
