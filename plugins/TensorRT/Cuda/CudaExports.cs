namespace PolicyGate.TensorRT.Cuda;

/// <summary>
/// The functions of the driver API that are used, by their exported names (cuda.h maps some to others).
/// </summary>
/// <remarks>
/// Function pointers, because the library's path is an option. <c>CUdeviceptr</c> is 64 bits, other handles are
/// pointers.
/// </remarks>
internal sealed unsafe class CudaExports(NativeFile file)
{
    public readonly delegate* unmanaged<uint, CudaResult> Init =
        (delegate* unmanaged<uint, CudaResult>)file.Get("cuInit");

    public readonly delegate* unmanaged<int*, CudaResult> DriverGetVersion =
        (delegate* unmanaged<int*, CudaResult>)file.Get("cuDriverGetVersion");

    public readonly delegate* unmanaged<CudaResult, byte**, CudaResult> GetErrorName =
        (delegate* unmanaged<CudaResult, byte**, CudaResult>)file.Get("cuGetErrorName");

    public readonly delegate* unmanaged<CudaResult, byte**, CudaResult> GetErrorString =
        (delegate* unmanaged<CudaResult, byte**, CudaResult>)file.Get("cuGetErrorString");

    public readonly delegate* unmanaged<int*, CudaResult> DeviceGetCount =
        (delegate* unmanaged<int*, CudaResult>)file.Get("cuDeviceGetCount");

    public readonly delegate* unmanaged<int*, int, CudaResult> DeviceGet =
        (delegate* unmanaged<int*, int, CudaResult>)file.Get("cuDeviceGet");

    public readonly delegate* unmanaged<byte*, int, int, CudaResult> DeviceGetName =
        (delegate* unmanaged<byte*, int, int, CudaResult>)file.Get("cuDeviceGetName");

    public readonly delegate* unmanaged<int*, int, int, CudaResult> DeviceGetAttribute =
        (delegate* unmanaged<int*, int, int, CudaResult>)file.Get("cuDeviceGetAttribute");

    public readonly delegate* unmanaged<nuint*, int, CudaResult> DeviceTotalMemory =
        (delegate* unmanaged<nuint*, int, CudaResult>)file.Get("cuDeviceTotalMem_v2");

    public readonly delegate* unmanaged<int, uint, CudaResult> PrimaryContextSetFlags =
        (delegate* unmanaged<int, uint, CudaResult>)file.Get("cuDevicePrimaryCtxSetFlags_v2");

    public readonly delegate* unmanaged<nint*, int, CudaResult> PrimaryContextRetain =
        (delegate* unmanaged<nint*, int, CudaResult>)file.Get("cuDevicePrimaryCtxRetain");

    public readonly delegate* unmanaged<int, CudaResult> PrimaryContextRelease =
        (delegate* unmanaged<int, CudaResult>)file.Get("cuDevicePrimaryCtxRelease_v2");

    public readonly delegate* unmanaged<nint, CudaResult> ContextSetCurrent =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuCtxSetCurrent");

    public readonly delegate* unmanaged<nint*, CudaResult> ContextGetCurrent =
        (delegate* unmanaged<nint*, CudaResult>)file.Get("cuCtxGetCurrent");

    public readonly delegate* unmanaged<nint*, nuint, CudaResult> MemoryAllocate =
        (delegate* unmanaged<nint*, nuint, CudaResult>)file.Get("cuMemAlloc_v2");

    public readonly delegate* unmanaged<nint, CudaResult> MemoryFree =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuMemFree_v2");

    public readonly delegate* unmanaged<nint*, nuint, CudaResult> HostAllocate =
        (delegate* unmanaged<nint*, nuint, CudaResult>)file.Get("cuMemAllocHost_v2");

    public readonly delegate* unmanaged<nint, CudaResult> HostFree =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuMemFreeHost");

    public readonly delegate* unmanaged<nint, nuint, uint, CudaResult> HostRegister =
        (delegate* unmanaged<nint, nuint, uint, CudaResult>)file.Get("cuMemHostRegister_v2");

    public readonly delegate* unmanaged<nint, CudaResult> HostUnregister =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuMemHostUnregister");

    public readonly delegate* unmanaged<nint, nint, nuint, nint, CudaResult> CopyToDevice =
        (delegate* unmanaged<nint, nint, nuint, nint, CudaResult>)file.Get("cuMemcpyHtoDAsync_v2");

    public readonly delegate* unmanaged<nint, nint, nuint, nint, CudaResult> CopyToHost =
        (delegate* unmanaged<nint, nint, nuint, nint, CudaResult>)file.Get("cuMemcpyDtoHAsync_v2");

    public readonly delegate* unmanaged<nint, byte, nuint, nint, CudaResult> FillDevice =
        (delegate* unmanaged<nint, byte, nuint, nint, CudaResult>)file.Get("cuMemsetD8Async");

    public readonly delegate* unmanaged<nint*, uint, CudaResult> StreamCreate =
        (delegate* unmanaged<nint*, uint, CudaResult>)file.Get("cuStreamCreate");

    public readonly delegate* unmanaged<nint, CudaResult> StreamDestroy =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuStreamDestroy_v2");

    public readonly delegate* unmanaged<nint, CudaResult> StreamSynchronize =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuStreamSynchronize");

    public readonly delegate* unmanaged<nint, int, CudaResult> StreamBeginCapture =
        (delegate* unmanaged<nint, int, CudaResult>)file.Get("cuStreamBeginCapture_v2");

    public readonly delegate* unmanaged<nint, nint*, CudaResult> StreamEndCapture =
        (delegate* unmanaged<nint, nint*, CudaResult>)file.Get("cuStreamEndCapture");

    public readonly delegate* unmanaged<nint*, nint, ulong, CudaResult> GraphInstantiate =
        (delegate* unmanaged<nint*, nint, ulong, CudaResult>)file.Get("cuGraphInstantiateWithFlags");

    public readonly delegate* unmanaged<nint, nint, CudaResult> GraphUpload =
        (delegate* unmanaged<nint, nint, CudaResult>)file.Get("cuGraphUpload");

    public readonly delegate* unmanaged<nint, nint, CudaResult> GraphLaunch =
        (delegate* unmanaged<nint, nint, CudaResult>)file.Get("cuGraphLaunch");

    public readonly delegate* unmanaged<nint, CudaResult> GraphExecDestroy =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuGraphExecDestroy");

    public readonly delegate* unmanaged<nint, CudaResult> GraphDestroy =
        (delegate* unmanaged<nint, CudaResult>)file.Get("cuGraphDestroy");
}
