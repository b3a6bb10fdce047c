namespace PolicyGate.TorchSharp.Binding;

/// <summary>The libtorch that was loaded.</summary>
/// <param name="Version">As <c>1.13.0</c>.</param>
/// <param name="Library">Its file.</param>
/// <param name="Blas">The file of the library that multiplies its matrices; null where that is not known.</param>
/// <param name="Threads">That share one operator.</param>
/// <param name="InterOpThreads">For operators side by side.</param>
/// <param name="CudaDevices">0 where there is no GPU, or <paramref name="HasCuda"/> is false.</param>
/// <param name="HasCuda">Whether it was built with CUDA.</param>
internal sealed record TorchEngine(
    string Version, string Library, string? Blas, int Threads, int InterOpThreads, int CudaDevices, bool HasCuda);
