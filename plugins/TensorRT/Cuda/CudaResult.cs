namespace PolicyGate.TensorRT.Cuda;

/// <summary>The driver's answers (<c>CUresult</c>) that are told apart here; there are many more.</summary>
internal enum CudaResult
{
    Success = 0,
    Deinitialized = 4,
    NoDevice = 100,
    InvalidDevice = 101,
    InvalidContext = 201,
    EccUncorrectable = 214,
    /// <summary>The first of those that a kernel leaves behind; they stay until the process ends.</summary>
    IllegalAddress = 700,
    LaunchTimeout = 702,
    PrimaryContextActive = 708,
    ContextIsDestroyed = 709,
    Assert = 710,
    HardwareStackError = 714,
    LaunchFailed = 719,
    Unknown = 999,
}
