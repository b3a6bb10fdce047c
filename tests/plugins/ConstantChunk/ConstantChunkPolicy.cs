using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

internal sealed class ConstantChunkPolicy(
    PolicySignature signature, float value, ITensorAllocator memory, TimeProvider time) : IPolicy
{
    public PolicySignature Signature => signature;

    public PolicyTraits Traits { get; } = new();

    public PolicyIdentity Identity { get; } = new("ConstantChunk", "1", new Dictionary<string, string>());

    public IInference CreateInference(InferenceShape shape) =>
        new ConstantChunkInference(Allocate(signature.Inputs, shape), Allocate(signature.Outputs, shape), value, time);

    public void Dispose()
    {
    }

    private TensorMemory?[] Allocate(IReadOnlyList<TensorSpec> specs, InferenceShape shape) =>
        [.. specs.Select(spec => Allocate(spec, shape))];

    private TensorMemory? Allocate(TensorSpec spec, InferenceShape shape) =>
        spec.Type == ElementType.Utf8 ? null : memory.Allocate(shape.Elements(spec) * (nuint)spec.Type.Size());
}
