namespace PolicyGate.Abstractions;

/// <summary>The host's memory for tensors: native pages, or a region that a worker process shares.</summary>
public interface ITensorAllocator
{
    /// <summary>Zeroed memory at a stable address.</summary>
    /// <param name="bytes">At least 1.</param>
    /// <param name="alignment">A power of two; 64 suits every engine on a CPU.</param>
    /// <returns>The memory. Whoever asked owns it and disposes it after the last engine object that points to
    /// it.</returns>
    TensorMemory Allocate(nuint bytes, int alignment = 64);
}
