using PolicyGate.Abstractions;
using PolicyGate.Plugins;

namespace PolicyGate.TorchSharp;

/// <summary>One tensor in the host's memory, of fixed sizes.</summary>
internal sealed class HostTensor : IDisposable
{
    private readonly TensorMemory? _memory;

    private HostTensor(TensorSpec spec, long[] sizes, TensorMemory? memory) =>
        (Spec, Sizes, _memory) = (spec, sizes, memory);

    public TensorSpec Spec { get; }

    public IReadOnlyList<long> Sizes { get; }

    /// <summary>0 for an output that nobody reads, because nobody knows its size.</summary>
    public nint Address => _memory?.Address ?? 0;

    public Span<byte> Bytes => _memory is null ? [] : _memory.Span;

    public static HostTensor Unread(TensorSpec spec) => new(spec, [], null);

    /// <exception cref="PolicyLoadException">A free dimension has no size, or memory ran out.</exception>
    public static HostTensor Create(TensorSpec spec, InferenceShape shape, ITensorAllocator allocator)
    {
        long[] sizes = [.. spec.Shape.Select(dimension => (long)shape.Of(dimension))];
        nuint bytes = TensorSizes.BytesOf(spec, shape);
        try
        {
            return new HostTensor(spec, sizes, allocator.Allocate(bytes));
        }
        catch (OutOfMemoryException failure)
        {
            throw new PolicyLoadException($"there is no memory for {spec}, {bytes} bytes", failure);
        }
    }

    public void Dispose() => _memory?.Dispose();

    /// <summary>As <c>action float32 [1, 20, 16]</c>: with the sizes that free dimensions have here.</summary>
    public override string ToString() =>
        $"{Spec.Name} {Spec.Type.ToString().ToLowerInvariant()} [{string.Join(", ", Sizes)}]";
}
