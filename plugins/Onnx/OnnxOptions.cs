using Microsoft.Extensions.Configuration;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Plugins;

namespace PolicyGate.Onnx;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/onnx.md.</summary>
internal sealed record OnnxOptions
{
    private static readonly string[] Keys =
    [
        nameof(IntraOpThreads), nameof(InterOpThreads), nameof(AllowSpinning), nameof(GraphOptimization),
        nameof(ExecutionProviders), nameof(LogSeverity),
    ];

    /// <summary>
    /// Threads that share one operator's work; 0 is one for each physical core; null goes by the model's size:
    /// <see cref="IntraOpThreadsFor"/>.
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

    /// <summary><c>cpu</c>, <c>cuda</c>, in order of preference; empty leaves it to the policy's device.</summary>
    public required IReadOnlyList<string> ExecutionProviders { get; init; }

    /// <summary>The least severe of the engine's own messages that reach the log.</summary>
    public required OnnxLogSeverity LogSeverity { get; init; }

    public static OnnxOptions Default { get; } = new()
    {
        IntraOpThreads = null,
        InterOpThreads = 1,
        AllowSpinning = false,
        GraphOptimization = OnnxGraphOptimization.All,
        ExecutionProviders = [],
        LogSeverity = OnnxLogSeverity.Warning,
    };

    public static OnnxOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        OnnxOptions otherwise = Default;
        return new OnnxOptions
        {
            IntraOpThreads = reader.WholeOrNull(nameof(IntraOpThreads), 0, 256),
            InterOpThreads = reader.Whole(nameof(InterOpThreads), otherwise.InterOpThreads, 1, 256),
            AllowSpinning = reader.Flag(nameof(AllowSpinning), otherwise.AllowSpinning),
            GraphOptimization = reader.Choice(nameof(GraphOptimization), otherwise.GraphOptimization),
            ExecutionProviders = reader.Words(nameof(ExecutionProviders), "cpu", "cuda"),
            LogSeverity = reader.Choice(nameof(LogSeverity), otherwise.LogSeverity),
        };
    }

    /// <summary>One thread up to 16 MiB of model, else one for each physical core.</summary>
    /// <remarks>
    /// Without spinning a hand-over to another thread costs more than a small operator: on two cores act-tiny (1.2 MB)
    /// takes 1.3 ms with one thread and 1.7 ms with two, reach (2.3 MB) 0.92 ms either way, and each further thread
    /// costs processor time besides. Where large models begin to gain was not measured; 16 MiB is a guess between those
    /// and the sizes that robots train to (ACT: 200 MB).
    /// </remarks>
    public int IntraOpThreadsFor(string modelPath)
    {
        const long Small = 16 << 20;
        if (IntraOpThreads is { } threads)
            return threads;
        // Weights may lie beside the model, by custom in NAME.data or NAME_data.
        var model = new FileInfo(modelPath);
        long bytes = model.Directory!.EnumerateFiles(model.Name + "*").Sum(file => file.Length);
        return bytes <= Small ? 1 : 0;
    }

    /// <summary>The engine's options for these, without execution providers.</summary>
    public SessionOptions ToSessionOptions(string modelPath)
    {
        var session = new SessionOptions
        {
            LogId = Path.GetFileName(modelPath),
            LogSeverityLevel = (OrtLoggingLevel)LogSeverity,
            IntraOpNumThreads = IntraOpThreadsFor(modelPath),
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
        string spinning = AllowSpinning ? "1" : "0";
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", spinning);
        session.AddSessionConfigEntry("session.inter_op.allow_spinning", spinning);
        return session;
    }
}
