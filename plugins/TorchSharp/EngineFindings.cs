using System.Globalization;
using PolicyGate.Abstractions;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp;

/// <summary>What an operator should know of the libtorch at hand.</summary>
internal static class EngineFindings
{
    public static IEnumerable<Finding> Of(TorchEngine engine)
    {
        yield return new Finding(FindingLevel.Ok, "libtorch", $"{engine.Version}, {engine.Library}");
        yield return Blas(engine.Blas);
        yield return new Finding(FindingLevel.Ok, "threads", string.Create(
            CultureInfo.InvariantCulture, $"{engine.Threads}, between operators {engine.InterOpThreads}"));
        yield return new Finding(FindingLevel.Ok, "CUDA", engine switch
        {
            { HasCuda: false } => "this libtorch was built without; an official one has it: LIBTORCH=FOLDER",
            { CudaDevices: 0 } => "no GPU found",
            _ => string.Create(CultureInfo.InvariantCulture, $"{engine.CudaDevices} GPUs"),
        });
    }

    private static Finding Blas(string? library)
    {
        const string Subject = "BLAS";
        if (library is null)
            return new Finding(FindingLevel.Ok, Subject, "within libtorch");
        // Debian's reference BLAS, which is what libtorch gets where nothing better is installed.
        return library.Contains("/blas/", StringComparison.Ordinal)
            ? new Finding(
                FindingLevel.Warning, Subject,
                $"{library}, the reference implementation, is 14 times slower than OpenBLAS:"
                + " sudo apt-get install -y libopenblas0-pthread")
            : new Finding(FindingLevel.Ok, Subject, library);
    }
}
