using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;
using PolicyGate.Plugins;

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

    private BoundTensor(OrtValue host, TensorMemory? memory) => (_host, _memory) = (host, memory);

    private BoundTensor(OrtMemoryAllocation allocation, TensorMemory memory, TensorCopy toDevice)
        : this(toDevice.From, memory) =>
        (_allocation, ToDevice) = (allocation, toDevice);

    /// <summary>What the engine is bound to.</summary>
    public OrtValue Bound => ToDevice?.To ?? _host;

    /// <summary>From the host's memory to where the engine works; null where that is the same.</summary>
    public TensorCopy? ToDevice { get; }

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
        nuint bytes = TensorSizes.BytesOf(spec, shape);
        TensorMemory? pages = null;
        OrtValue? host = null;
        OrtMemoryAllocation? allocation = null;
        try
        {
            pages = memory.Allocate(bytes);
            host = View(OrtMemoryInfo.DefaultInstance, spec, dimensions, pages.Address, bytes);
            BoundTensor tensor;
            if (place is null)
            {
                tensor = new BoundTensor(host, pages);
            }
            else
            {
                allocation = place.Allocate((uint)bytes);
                nint address = allocation.DangerousGetHandle();
                OrtValue device = View(place.Info, spec, dimensions, address, bytes);
                bool local = TensorPlaces.IsHost(place.Info);
                tensor = new BoundTensor(
                    allocation, pages, new TensorCopy(host, device, pages.Address, address, bytes, local));
            }
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
        ToDevice?.To.Dispose();
        _allocation?.Dispose();
        _host.Dispose();
        _memory?.Dispose();
    }

    /// <summary>Sets one row of a text input.</summary>
    public void SetText(int row, ReadOnlySpan<byte> utf8) => _host.StringTensorSetElementAt(utf8, row);

    private static OrtValue View(OrtMemoryInfo place, TensorSpec spec, long[] dimensions, nint address, nuint bytes) =>
        OrtValue.CreateTensorValueWithData(place, ElementTypeMap.ToOrt(spec.Type), dimensions, address, (long)bytes);
}
