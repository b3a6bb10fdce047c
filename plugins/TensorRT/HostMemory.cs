namespace PolicyGate.TensorRT;

/// <summary>How the GPU gets at inputs and outputs in the host's memory.</summary>
internal enum HostMemory
{
    /// <summary>The host's memory is page-locked where it is; where that is refused, as <see cref="Staged"/>.</summary>
    Locked,

    /// <summary>By page-locked memory of the driver's, with one copy more.</summary>
    Staged,
}
