using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>A policy folder's <c>policy.json</c>, checked.</summary>
internal sealed record PolicyDescription
{
    /// <summary>The folder, absolute.</summary>
    public required string Folder { get; init; }

    public required string Name { get; init; }

    public string? Text { get; init; }

    /// <summary>Model files by backend, relative to the folder; the comparer ignores case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Models { get; init; }

    public required IReadOnlyList<TensorDescription> Inputs { get; init; }

    public required IReadOnlyList<TensorDescription> Outputs { get; init; }

    public required ControlDescription Control { get; init; }

    /// <summary>What the policy declares, for engines whose models have no signature of their own.</summary>
    public PolicySignature Declared => new([.. Inputs.Select(i => i.Spec)], [.. Outputs.Select(o => o.Spec)]);
}
