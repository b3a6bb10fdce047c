using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>One tensor in the host's memory, as the engine sees it.</summary>
internal sealed class BoundTensor : IDisposable
{
    private readonly TensorMemory? _memory;

    private BoundTensor(string name, OrtValue value, TensorMemory? memory) =>
        (Name, Value, _memory) = (name, value, memory);

    public string Name { get; }

    public OrtValue Value { get; }

    /// <summary>The elements; empty for text, which the engine keeps itself.</summary>
    public Span<byte> Bytes => _memory is null ? [] : _memory.Span;

    /// <exception cref="PolicyLoadException">A free dimension has no size, or memory ran out.</exception>
    public static BoundTensor Create(TensorSpec spec, InferenceShape shape, ITensorAllocator allocator)
    {
        long[] dimensions = [.. spec.Shape.Select(dimension => (long)shape.Of(dimension))];
        if (spec.Type == ElementType.Utf8)
        {
            return new BoundTensor(
                spec.Name, OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dimensions), null);
        }
        nuint bytes = checked(shape.Elements(spec) * (nuint)spec.Type.Size());
        if (bytes is 0 or > int.MaxValue)
            throw new PolicyLoadException($"{spec} would be {bytes} bytes; expected is from 1 byte to 2 GiB");
        TensorMemory? memory = null;
        try
        {
            memory = allocator.Allocate(bytes);
            var value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, ElementTypeMap.ToOrt(spec.Type), dimensions, memory.Address,
                (long)bytes);
            var tensor = new BoundTensor(spec.Name, value, memory);
            memory = null;
            return tensor;
        }
        catch (OutOfMemoryException failure)
        {
            throw new PolicyLoadException($"there is no memory for {spec}, {bytes} bytes", failure);
        }
        finally
        {
            memory?.Dispose();
        }
    }

    public void Dispose()
    {
        // The engine's view before the memory that it points to.
        Value.Dispose();
        _memory?.Dispose();
    }
}
