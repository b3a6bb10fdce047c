using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class FailsOnDemandPolicy(PolicySignature signature, string demand, ITensorAllocator memory) : IPolicy
{
    public PolicySignature Signature => signature;

    public PolicyTraits Traits { get; } = new();

    public PolicyIdentity Identity { get; } = new("FailsOnDemand", "1", new Dictionary<string, string>());

    public IInference CreateInference(InferenceShape shape)
    {
        (TensorSpec state, TensorSpec action) = (signature.Inputs[0], signature.Outputs[0]);
        return new FailsOnDemandInference(
            memory.Allocate(shape.Elements(state) * sizeof(float)),
            memory.Allocate(shape.Elements(action) * sizeof(float)),
            demand);
    }

    public void Dispose()
    {
    }
}
