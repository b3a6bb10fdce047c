using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>
/// One tensor in the host's memory, as the engine sees it: there, or, where the engine wants it on a device, at an
/// address of the device that stays the same.
/// </summary>
internal sealed class BoundTensor : IDisposable
{
    private readonly TensorMemory? _memory;
    private readonly OrtValue _host;
    private readonly OrtMemoryAllocation? _allocation;
    private readonly OrtValue? _device;

    private BoundTensor(
        OrtValue host, TensorMemory? memory, OrtMemoryAllocation? allocation = null, OrtValue? device = null) =>
        (_host, _memory, _allocation, _device) = (host, memory, allocation, device);

    /// <summary>What the engine is bound to.</summary>
    public OrtValue Bound => _device ?? _host;

    /// <summary>Whether the engine has a copy, which <see cref="ToDevice"/> and <see cref="ToHost"/> keep up.</summary>
    public bool IsCopied => _device is not null;

    public (OrtValue From, OrtValue To) ToDevice => (_host, _device!);

    public (OrtValue From, OrtValue To) ToHost => (_device!, _host);

    /// <summary>The elements; empty for text, which the engine keeps itself.</summary>
    public Span<byte> Bytes => _memory is null ? [] : _memory.Span;

    /// <param name="spec">What the model says.</param>
    /// <param name="shape">Sizes of what it leaves free.</param>
    /// <param name="memory">The host's.</param>
    /// <param name="place">The device's; null where the engine works in the host's memory.</param>
    /// <exception cref="PolicyLoadException">A free dimension has no size, or memory ran out.</exception>
    public static BoundTensor Create(
        TensorSpec spec, InferenceShape shape, ITensorAllocator memory, OrtAllocator? place)
    {
        long[] dimensions = [.. spec.Shape.Select(dimension => (long)shape.Of(dimension))];
        if (spec.Type == ElementType.Utf8)
        {
            return new BoundTensor(
                OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dimensions), memory: null);
        }
        nuint bytes = checked(shape.Elements(spec) * (nuint)spec.Type.Size());
        if (bytes is 0 or > int.MaxValue)
            throw new PolicyLoadException($"{spec} would be {bytes} bytes; expected is from 1 byte to 2 GiB");
        TensorMemory? pages = null;
        OrtValue? host = null;
        OrtMemoryAllocation? allocation = null;
        try
        {
            pages = memory.Allocate(bytes);
            host = View(OrtMemoryInfo.DefaultInstance, spec, dimensions, pages.Address, bytes);
            OrtValue? device = null;
            if (place is not null)
            {
                allocation = place.Allocate((uint)bytes);
                device = View(place.Info, spec, dimensions, allocation.DangerousGetHandle(), bytes);
            }
            var tensor = new BoundTensor(host, pages, allocation, device);
            (pages, host, allocation) = (null, null, null);
            return tensor;
        }
        catch (OutOfMemoryException failure)
        {
            throw new PolicyLoadException($"there is no memory for {spec}, {bytes} bytes", failure);
        }
        finally
        {
            host?.Dispose();
            allocation?.Dispose();
            pages?.Dispose();
        }
    }

    public void Dispose()
    {
        // The engine's views before the memory that they point to.
        _device?.Dispose();
        _allocation?.Dispose();
        _host.Dispose();
        _memory?.Dispose();
    }

    /// <summary>Sets one row of a text input.</summary>
    public void SetText(int row, ReadOnlySpan<byte> utf8) => _host.StringTensorSetElementAt(utf8, row);

    private static OrtValue View(OrtMemoryInfo place, TensorSpec spec, long[] dimensions, nint address, nuint bytes) =>
        OrtValue.CreateTensorValueWithData(place, ElementTypeMap.ToOrt(spec.Type), dimensions, address, (long)bytes);
}
