using Microsoft.Extensions.Configuration;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Plugins;

namespace PolicyGate.Onnx;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/backends/onnx.md.</summary>
internal sealed record OnnxOptions
{
    private static readonly string[] Keys =
    [
        nameof(IntraOpThreads), nameof(InterOpThreads), nameof(AllowSpinning), nameof(GraphOptimization),
        nameof(ExecutionProviders), nameof(AllowCpuFallback), nameof(CudaGraph), nameof(CacheFolder),
        nameof(DeviceBuffers), nameof(LogSeverity),
    ];

    /// <summary>
    /// Threads of the policy's own that share one operator's work; 0 is one for each physical core; null goes by the
    /// model's size: <see cref="ThreadsFor"/>.
    /// </summary>
    public required int? IntraOpThreads { get; init; }

    /// <summary>Operators that run side by side; 1 runs them in order. Pays off only in wide models.</summary>
    public required int InterOpThreads { get; init; }

    /// <summary>
    /// Whether idle threads spin for work. Off: a robot's cores carry its control loop and cameras too, and two
    /// spinning threads cost a small model twice to three times the processor time of two that sleep.
    /// </summary>
    public required bool AllowSpinning { get; init; }

    public required OnnxGraphOptimization GraphOptimization { get; init; }

    /// <summary>In order of preference; empty leaves it to the policy's device.</summary>
    public required IReadOnlyList<ProviderChoice> ExecutionProviders { get; init; }

    /// <summary>
    /// Whether a policy for a GPU may run on the CPU, in part or, where the GPU cannot be used, as a whole. Off: it
    /// would be ten times slower than it was tried out.
    /// </summary>
    public required bool AllowCpuFallback { get; init; }

    /// <summary>Whether the GPU's work is recorded at warm-up and played back at each run.</summary>
    public required bool CudaGraph { get; init; }

    /// <summary>Absolute, for what TensorRT builds; null for the user's cache.</summary>
    public required string? CacheFolder { get; init; }

    /// <summary>
    /// Whether tensors lie apart from the host's on a CPU too, as they always do on a GPU: to try that path without
    /// one.
    /// </summary>
    public required bool DeviceBuffers { get; init; }

    /// <summary>The least severe of the engine's own messages that reach the log.</summary>
    public required OnnxLogSeverity LogSeverity { get; init; }

    public static OnnxOptions Default { get; } = new()
    {
        IntraOpThreads = null,
        InterOpThreads = 1,
        AllowSpinning = false,
        GraphOptimization = OnnxGraphOptimization.All,
        ExecutionProviders = [],
        AllowCpuFallback = false,
        CudaGraph = false,
        CacheFolder = null,
        DeviceBuffers = false,
        LogSeverity = OnnxLogSeverity.Warning,
    };

    public static OnnxOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        OnnxOptions otherwise = Default;
        string? cache = reader.Text(nameof(CacheFolder));
        if (cache is not null && !Path.IsPathFullyQualified(cache))
            reader.Fail(nameof(CacheFolder), $"must be an absolute path, found '{cache}'");
        return new OnnxOptions
        {
            IntraOpThreads = reader.WholeOrNull(nameof(IntraOpThreads), 0, 256),
            InterOpThreads = reader.Whole(nameof(InterOpThreads), otherwise.InterOpThreads, 1, 256),
            AllowSpinning = reader.Flag(nameof(AllowSpinning), otherwise.AllowSpinning),
            GraphOptimization = reader.Choice(nameof(GraphOptimization), otherwise.GraphOptimization),
            ExecutionProviders = ProviderListReader.Read(options, reader),
            AllowCpuFallback = reader.Flag(nameof(AllowCpuFallback), otherwise.AllowCpuFallback),
            CudaGraph = reader.Flag(nameof(CudaGraph), otherwise.CudaGraph),
            CacheFolder = cache,
            DeviceBuffers = reader.Flag(nameof(DeviceBuffers), otherwise.DeviceBuffers),
            LogSeverity = reader.Choice(nameof(LogSeverity), otherwise.LogSeverity),
        };
    }

    /// <summary>
    /// One thread up to 16 MiB of model, which is the caller's; above that, those that all such policies share.
    /// </summary>
    /// <remarks>
    /// Without spinning a hand-over to another thread costs more than a small operator: on two cores act-tiny (1.2 MB)
    /// takes 1.3 ms with one thread and 1.7 ms with two, reach (2.3 MB) 0.92 ms either way, and each further thread
    /// costs processor time besides. Where large models begin to gain was not measured; 16 MiB is a guess between those
    /// and the sizes that robots train to (ACT: 200 MB). Who asks for spinning or for operators side by side has
    /// threads of his own: the shared ones do neither.
    /// </remarks>
    public OnnxThreads ThreadsFor(string modelPath)
    {
        const long Small = 16 << 20;
        if (IntraOpThreads is { } threads)
            return new OnnxThreads(threads, Shared: false);
        if (ModelFile.Bytes(modelPath) <= Small)
            return new OnnxThreads(1, Shared: false);
        return new OnnxThreads(0, Shared: !AllowSpinning && InterOpThreads == 1);
    }

    /// <summary>The engine's options for these, without execution providers.</summary>
    public SessionOptions ToSessionOptions(string modelPath)
    {
        OnnxThreads threads = ThreadsFor(modelPath);
        var session = new SessionOptions
        {
            LogId = Path.GetFileName(modelPath),
            LogSeverityLevel = (OrtLoggingLevel)LogSeverity,
            IntraOpNumThreads = threads.Count,
            InterOpNumThreads = InterOpThreads,
            ExecutionMode = InterOpThreads > 1 ? ExecutionMode.ORT_PARALLEL : ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimization switch
            {
                OnnxGraphOptimization.Disabled => GraphOptimizationLevel.ORT_DISABLE_ALL,
                OnnxGraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                OnnxGraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            },
        };
        if (threads.Shared)
            session.DisablePerSessionThreads();
        string spinning = AllowSpinning ? "1" : "0";
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", spinning);
        session.AddSessionConfigEntry("session.inter_op.allow_spinning", spinning);
        // For NodeAssignment.
        session.AddSessionConfigEntry("session.record_ep_graph_assignment_info", "1");
        return session;
    }
}
