using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT.Cuda;

/// <summary>NVIDIA's driver, loaded and initialised.</summary>
internal sealed unsafe class CudaDriver
{
    /// <summary>The driver API's one name on Linux, whichever CUDA it is of.</summary>
    public const string DefaultLibrary = "libcuda.so.1";

    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, CudaDriver> Loaded = new(StringComparer.Ordinal);

    private CudaDriver(string library, CudaExports calls) => (Library, Calls) = (library, calls);

    public string Library { get; }

    public CudaExports Calls { get; }

    /// <summary>As <c>13.0</c>: the newest CUDA that it knows.</summary>
    public string Version
    {
        get
        {
            int version;
            Check(Calls.DriverGetVersion(&version), "asking the driver for its version");
            return $"{version / 1000}.{version % 1000 / 10}";
        }
    }

    public int DeviceCount
    {
        get
        {
            int count;
            Check(Calls.DeviceGetCount(&count), "counting the GPUs");
            return count;
        }
    }

    /// <exception cref="PolicyLoadException">There is no driver, or it finds no GPU.</exception>
    public static CudaDriver Load(string library)
    {
        lock (Gate)
        {
            if (Loaded.TryGetValue(library, out CudaDriver? known))
                return known;
            NativeFile file = NativeFile.Open([library], out string fault)
                ?? throw new PolicyLoadException(
                    $"NVIDIA's driver cannot be loaded:{fault}\nInstall it (nvidia-smi then shows the GPU; a container"
                    + " needs --gpus all), or name its libcuda.so.1 with the option CudaLibrary");
            var driver = new CudaDriver(library, new CudaExports(file));
            CudaResult result = driver.Calls.Init(0);
            if (result != CudaResult.Success)
            {
                throw new PolicyLoadException(
                    $"NVIDIA's driver {library} does not start: {driver.Describe(result)}; nvidia-smi says more");
            }
            return Loaded[library] = driver;
        }
    }

    /// <exception cref="CudaException">The call failed.</exception>
    public void Check(CudaResult result, string doing)
    {
        if (result != CudaResult.Success)
            throw new CudaException(result, $"{doing} failed: {Describe(result)}");
    }

    /// <summary>As <c>CUDA_ERROR_OUT_OF_MEMORY (2, out of memory)</c>.</summary>
    public string Describe(CudaResult result)
    {
        byte* name;
        byte* text;
        if (Calls.GetErrorName(result, &name) != CudaResult.Success
            || Calls.GetErrorString(result, &text) != CudaResult.Success)
        {
            return $"CUDA error {(int)result}";
        }
        return $"{Marshal.PtrToStringUTF8((nint)name)} ({(int)result}, {Marshal.PtrToStringUTF8((nint)text)})";
    }

    /// <param name="number">From 0, in the driver's order.</param>
    public CudaDevice Device(int number)
    {
        const int NameBytes = 128;
        int handle, major, minor;
        nuint memory;
        byte* name = stackalloc byte[NameBytes];
        const string Doing = "asking for a GPU's properties";
        Check(Calls.DeviceGet(&handle, number), Doing);
        Check(Calls.DeviceGetName(name, NameBytes, handle), Doing);
        Check(Calls.DeviceGetAttribute(&major, ComputeCapabilityMajor, handle), Doing);
        Check(Calls.DeviceGetAttribute(&minor, ComputeCapabilityMinor, handle), Doing);
        Check(Calls.DeviceTotalMemory(&memory, handle), Doing);
        string called = Marshal.PtrToStringUTF8((nint)name) ?? "";
        return new CudaDevice(number, handle, called, new Version(major, minor), memory);
    }
}
