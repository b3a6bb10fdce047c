using Microsoft.Extensions.Configuration;
using PolicyGate.Plugins;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/backends/tensorrt.md.</summary>
internal sealed record TensorRTOptions
{
    private static readonly string[] Keys =
    [
        nameof(NvInferLibrary), nameof(CudaLibrary), nameof(CudaGraph), nameof(HostMemory), nameof(Scheduling),
        nameof(Profile), nameof(LogSeverity),
    ];

    /// <summary>
    /// Environment variables that name the libraries where no option does, for <c>plugins</c> and <c>doctor</c> too.
    /// </summary>
    public const string NvInferVariable = "POLICYGATE_NVINFER_LIBRARY";

    public const string CudaVariable = "POLICYGATE_CUDA_LIBRARY";

    /// <summary>A path or a name for the system's loader; null for the usual names.</summary>
    public required string? NvInferLibrary { get; init; }

    public required string CudaLibrary { get; init; }

    /// <summary>Whether a run is captured once and launched as one; where that fails it is not.</summary>
    public required bool CudaGraph { get; init; }

    public required HostMemory HostMemory { get; init; }

    /// <summary>Of the device's one context, so the first policy in the process decides.</summary>
    public required CudaScheduling Scheduling { get; init; }

    /// <summary>The engine's optimization profile; null for the first that the shapes fit.</summary>
    public required int? Profile { get; init; }

    /// <summary>The least severe of TensorRT's own messages that reach the log.</summary>
    public required InferSeverity LogSeverity { get; init; }

    /// <summary>Where no option names it.</summary>
    public static string? DefaultNvInferLibrary => Variable(NvInferVariable);

    /// <summary>Where no option names it.</summary>
    public static string DefaultCudaLibrary => Variable(CudaVariable) ?? CudaDriver.DefaultLibrary;

    public static TensorRTOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        return new TensorRTOptions
        {
            NvInferLibrary = Library(reader, nameof(NvInferLibrary)) ?? DefaultNvInferLibrary,
            CudaLibrary = Library(reader, nameof(CudaLibrary)) ?? DefaultCudaLibrary,
            CudaGraph = reader.Flag(nameof(CudaGraph), true),
            HostMemory = reader.Choice(nameof(HostMemory), HostMemory.Locked),
            Scheduling = reader.Choice(nameof(Scheduling), CudaScheduling.Auto),
            Profile = reader.WholeOrNull(nameof(Profile), 0, 1023),
            LogSeverity = reader.Choice(nameof(LogSeverity), InferSeverity.Warning),
        };
    }

    private static string? Library(OptionReader reader, string key)
    {
        string? name = reader.Text(key);
        // What the loader makes of a relative path depends on where the gateway was started.
        if (name is not null && (name.Length == 0 || (name.Contains('/', StringComparison.Ordinal) && name[0] != '/')))
            reader.Fail(key, $"must be an absolute path or a file name for the system's loader, found '{name}'");
        return name;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
