using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal class BreaksOnDemandPolicy(
    PolicySignature signature, string demand, ITensorAllocator? memory, int shift) : IPolicy
{
    public PolicySignature Signature => signature;

    public PolicyTraits Traits { get; } = new();

    public PolicyIdentity Identity { get; } = new("BreaksOnDemand", "1", new Dictionary<string, string>());

    public IInference CreateInference(InferenceShape shape) => new BreaksOnDemandInference(
        Allocate(signature.Inputs[0], shape), Allocate(signature.Outputs[0], shape), demand, shift);

    public void Dispose()
    {
    }

    private Tensor Allocate(TensorSpec spec, InferenceShape shape)
    {
        nuint bytes = shape.Elements(spec) * sizeof(float);
        return memory is null ? new Tensor(new byte[bytes]) : new Tensor(memory.Allocate(bytes));
    }
}
