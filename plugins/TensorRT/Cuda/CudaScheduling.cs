namespace PolicyGate.TensorRT.Cuda;

/// <summary>How a thread waits for the GPU, by the driver's numbers (<c>CU_CTX_SCHED_…</c>).</summary>
internal enum CudaScheduling
{
    /// <summary>The driver decides by the number of processors and contexts.</summary>
    Auto = 0,

    /// <summary>Spins: the shortest latency for a processor core.</summary>
    Spin = 1,

    Yield = 2,

    /// <summary>Sleeps until an interrupt: some tens of microseconds later, and the core is free.</summary>
    Block = 4,
}
