namespace PolicyGate.Abstractions;

/// <summary>A model's inputs and outputs.</summary>
/// <param name="Inputs">In the order of <see cref="IInference.Input"/>'s index.</param>
/// <param name="Outputs">In the order of <see cref="IInference.Output"/>'s index.</param>
public sealed record PolicySignature(IReadOnlyList<TensorSpec> Inputs, IReadOnlyList<TensorSpec> Outputs);
