using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT.Cuda;

/// <summary>A device's primary context, which is also the one that TensorRT uses; retained until released.</summary>
internal sealed unsafe class CudaContext : SafeHandle
{
    private CudaContext(CudaDriver driver, CudaDevice device, nint context) : base(0, ownsHandle: true)
    {
        (Driver, Device) = (driver, device);
        SetHandle(context);
    }

    public CudaDriver Driver { get; }

    public CudaDevice Device { get; }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="PolicyLoadException">There is no such device.</exception>
    /// <exception cref="CudaException">The driver refuses.</exception>
    public static CudaContext Retain(CudaDriver driver, int number, CudaScheduling scheduling)
    {
        int count = driver.DeviceCount;
        if (number >= count)
            throw new PolicyLoadException($"the device is cuda:{number}, but the driver shows {count} GPUs");
        CudaDevice device = driver.Device(number);
        if (scheduling != CudaScheduling.Auto)
        {
            CudaResult result = driver.Calls.PrimaryContextSetFlags(device.Handle, (uint)scheduling);
            // Older drivers refuse it once somebody has the context; whoever came first has decided then.
            if (result != CudaResult.PrimaryContextActive)
                driver.Check(result, "setting how a thread waits for the GPU");
        }
        nint context;
        driver.Check(driver.Calls.PrimaryContextRetain(&context, device.Handle), $"opening {device}");
        return new CudaContext(driver, device, context);
    }

    /// <summary>Makes it the calling thread's own until the scope ends, then what was before.</summary>
    public Scope Enter() => new(this);

    protected override bool ReleaseHandle() =>
        Driver.Calls.PrimaryContextRelease(Device.Handle) == CudaResult.Success;

    public readonly ref struct Scope
    {
        private readonly CudaExports _calls;
        private readonly nint _before;

        public Scope(CudaContext context)
        {
            _calls = context.Driver.Calls;
            nint before;
            context.Driver.Check(_calls.ContextGetCurrent(&before), "asking for the thread's CUDA context");
            _before = before;
            context.Driver.Check(_calls.ContextSetCurrent(context.handle), "entering the CUDA context");
        }

        public void Dispose() => _calls.ContextSetCurrent(_before);
    }
}
