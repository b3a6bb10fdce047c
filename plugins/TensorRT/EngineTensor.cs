using PolicyGate.Abstractions;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>An input or output of an engine.</summary>
/// <param name="Spec">As the contract has it.</param>
/// <param name="Name">The engine's own zero-terminated name, valid as long as the engine.</param>
/// <param name="Shape">As the engine has it: -1 where it is free.</param>
internal sealed record EngineTensor(TensorSpec Spec, nint Name, Dims Shape)
{
    public bool IsFree => Shape.AsSpan().Contains(-1);

    /// <summary>Its shape with every free dimension set.</summary>
    /// <exception cref="PolicyLoadException">Nothing gives the size of one.</exception>
    public Dims In(InferenceShape shape) => Dims.Of([.. Spec.Shape.Select(dimension => (long)shape.Of(dimension))]);
}
