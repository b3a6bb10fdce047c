using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class CountingPolicy(PolicySignature signature, ITensorAllocator memory, TimeProvider time)
    : IPolicy, IStatefulPolicy
{
    public PolicySignature Signature => signature;

    public PolicyTraits Traits { get; } = new(OwnerThreads: 2);

    public PolicyIdentity Identity { get; } = new("Counting", "1", new Dictionary<string, string>());

    private int Joints => signature.Inputs[0].Shape[^1].Size;

    public IEpisode CreateEpisode() => new CountingEpisode(Joints);

    public IInference CreateInference(InferenceShape shape)
    {
        nuint state = shape.Elements(signature.Inputs[0]), action = shape.Elements(signature.Outputs[0]);
        return new CountingInference(
            memory.Allocate(state * sizeof(float)), memory.Allocate(action * sizeof(float)), Joints, time);
    }

    public void Dispose()
    {
    }
}
