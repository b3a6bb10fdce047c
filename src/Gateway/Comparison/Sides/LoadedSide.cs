using PolicyGate.Abstractions;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Statistics;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>A side's warm policy, and what its loading cost.</summary>
internal sealed record LoadedSide : IDisposable
{
    /// <summary><c>A</c> or <c>B</c>.</summary>
    public required string Name { get; init; }

    public required PolicyConfig Config { get; init; }

    public required ServedPolicy Policy { get; init; }

    public required TimeSpan LoadTime { get; init; }

    /// <summary>By which the process's resident memory grew.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Of the policy folder, as they were before it was loaded.</summary>
    public required IReadOnlyList<RecordedPolicyFile> Files { get; init; }

    public ChunkForm Form => new(
        Policy.ChunkShape.Rows, Policy.ChunkShape.Width, Policy.Description.Control.IntervalNanoseconds);

    /// <summary>Names of a row's values; empty where the policy names none.</summary>
    public IReadOnlyList<string> Joints =>
        Policy.Description.Outputs.Single(output => output.Spec.Role is TensorRole.Action).Names;

    public IReadOnlyList<string> Cameras => Policy.Needs.Cameras;

    public ComparedSide Report(SideCounts counts) => new()
    {
        Name = Name,
        Policy = Policy.Description.Name,
        Backend = Config.Backend,
        Folder = Config.Folder,
        Device = Config.Device,
        Isolated = Config.Worker is not null,
        Engine = $"{Policy.Identity.Engine} {Policy.Identity.Version}",
        Properties = Policy.Identity.Properties,
        Files = Files,
        ChunkRows = Form.Rows,
        RateHz = Policy.Description.Control.RateHz,
        Joints = Joints,
        Cameras = Cameras,
        LoadMilliseconds = LoadTime.TotalMilliseconds,
        MemoryBytes = MemoryBytes,
        Counts = counts,
    };

    public void Dispose() => Policy.Dispose();
}
