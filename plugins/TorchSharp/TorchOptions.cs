using Microsoft.Extensions.Configuration;
using PolicyGate.Plugins;

namespace PolicyGate.TorchSharp;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/backends/torchsharp.md.</summary>
internal sealed record TorchOptions
{
    private static readonly string[] Keys =
    [
        nameof(Threads), nameof(InterOpThreads), nameof(WarmUpRuns), nameof(Optimize), nameof(InferenceMode),
    ];

    /// <summary>Threads that share one operator's work, in the whole process; null: as TorchThreads says.</summary>
    public required int? Threads { get; init; }

    /// <summary>For scripts that fork; libtorch takes one number once in a process. Null: libtorch's own.</summary>
    public required int? InterOpThreads { get; init; }

    /// <summary>
    /// Runs that come before an inference's first answer. TorchScript looks at the types in its first run and compiles in
    /// the second, each many times as long as any other.
    /// </summary>
    public required int WarmUpRuns { get; init; }

    /// <summary>Null: whatever the binding does best.</summary>
    public required TorchOptimization? Optimize { get; init; }

    /// <summary>Off for scripts that compute gradients as they run.</summary>
    public required bool InferenceMode { get; init; }

    public static TorchOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        return new TorchOptions
        {
            Threads = reader.WholeOrNull(nameof(Threads), 1, 256),
            InterOpThreads = reader.WholeOrNull(nameof(InterOpThreads), 1, 256),
            WarmUpRuns = reader.Whole(nameof(WarmUpRuns), 3, 0, 1000),
            Optimize = reader.Text(nameof(Optimize)) is null
                ? null
                : reader.Choice(nameof(Optimize), TorchOptimization.Freeze),
            InferenceMode = reader.Flag(nameof(InferenceMode), otherwise: true),
        };
    }
}
