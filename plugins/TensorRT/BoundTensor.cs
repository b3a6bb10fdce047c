using PolicyGate.Abstractions;
using PolicyGate.TensorRT.Cuda;

namespace PolicyGate.TensorRT;

/// <summary>One tensor in the host's memory and on the device, and the way between the two.</summary>
internal sealed unsafe class BoundTensor : IDisposable
{
    private readonly TensorMemory _host;
    private readonly PageLock? _lock;
    private readonly PinnedMemory? _staging;
    private readonly DeviceMemory _device;
    private readonly int _bytes;

    private BoundTensor(
        int bytes, TensorMemory host, PageLock? pageLock, PinnedMemory? staging, DeviceMemory device)
    {
        (_bytes, _host, _lock, _staging, _device) = (bytes, host, pageLock, staging, device);
    }

    /// <summary>The elements, as the host has them.</summary>
    public Span<byte> Bytes => _host.Span[.._bytes];

    /// <summary>The elements, as the engine has them.</summary>
    public nint Device => _device.Value;

    /// <summary>What the GPU copies from and to: page-locked.</summary>
    private nint Locked => _staging?.Value ?? _host.Address;

    /// <summary>The context must be current.</summary>
    /// <param name="context">Of the device.</param>
    /// <param name="tensor">For the message.</param>
    /// <param name="bytes">From 1 to 2 GiB less a page.</param>
    /// <param name="allocator">The host's.</param>
    /// <param name="memory">How the GPU gets at it.</param>
    /// <param name="refusal">Why it is staged although that was not asked for; else null.</param>
    /// <exception cref="PolicyLoadException">The host has no such memory.</exception>
    /// <exception cref="CudaException">The device has no such memory.</exception>
    public static BoundTensor Create(
        CudaContext context, TensorSpec tensor, int bytes, ITensorAllocator allocator, HostMemory memory,
        out string? refusal)
    {
        int page = PageLock.PageBytes;
        nuint whole = (nuint)(bytes + page - 1) / (nuint)page * (nuint)page;
        refusal = null;
        TensorMemory? host = null;
        PageLock? pageLock = null;
        PinnedMemory? staging = null;
        try
        {
            host = allocator.Allocate(whole, page);
            if (memory == HostMemory.Locked)
                pageLock = PageLock.TryLock(context, host.Address, whole, out refusal);
            if (pageLock is null)
                staging = PinnedMemory.Allocate(context, (nuint)bytes);
            var bound = new BoundTensor(
                bytes, host, pageLock, staging, DeviceMemory.Allocate(context, (nuint)bytes));
            (host, pageLock, staging) = (null, null, null);
            return bound;
        }
        catch (OutOfMemoryException failure)
        {
            throw new PolicyLoadException($"there is no memory for {tensor}, {bytes} bytes", failure);
        }
        finally
        {
            pageLock?.Dispose();
            staging?.Dispose();
            host?.Dispose();
        }
    }

    /// <summary>Before <see cref="CopyToDevice"/>: nothing where the host's own memory is locked.</summary>
    public void Stage()
    {
        if (_staging is not null)
            Bytes.CopyTo(new Span<byte>((void*)_staging.Value, _bytes));
    }

    /// <summary>After <see cref="CopyToHost"/> has been waited for.</summary>
    public void Unstage()
    {
        if (_staging is not null)
            new ReadOnlySpan<byte>((void*)_staging.Value, _bytes).CopyTo(Bytes);
    }

    public void CopyToDevice(CudaStream stream) => Driver.Check(
        Driver.Calls.CopyToDevice(Device, Locked, (nuint)_bytes, stream.Value), "copying an input to the GPU");

    public void CopyToHost(CudaStream stream) => Driver.Check(
        Driver.Calls.CopyToHost(Locked, Device, (nuint)_bytes, stream.Value), "copying an output from the GPU");

    /// <summary>On the device alone.</summary>
    public void Overwrite(byte value, CudaStream stream) => Driver.Check(
        Driver.Calls.FillDevice(Device, value, (nuint)_bytes, stream.Value), "filling memory on the GPU");

    public void Dispose()
    {
        _device.Dispose();
        _staging?.Dispose();
        // Unlocked before the host has it back.
        _lock?.Dispose();
        _host.Dispose();
    }

    private CudaDriver Driver => _device.Context.Driver;
}
