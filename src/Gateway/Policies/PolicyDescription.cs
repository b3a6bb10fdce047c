using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies.LeRobot;

namespace PolicyGate.Gateway.Policies;

/// <summary>What a policy folder says of its policy, checked.</summary>
internal sealed record PolicyDescription
{
    /// <summary>The folder, absolute.</summary>
    public required string Folder { get; init; }

    public required string Name { get; init; }

    public string? Text { get; init; }

    /// <summary>LeRobot's type of the policy, as <c>act</c>; null where the folder has a <c>policy.json</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The file that says it, for messages.</summary>
    public string Source => Type is null ? PolicyFolderReader.FileName : CheckpointConfigReader.File;

    /// <summary>Model files by backend, relative to the folder; the comparer ignores case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Models { get; init; }

    public required IReadOnlyList<TensorDescription> Inputs { get; init; }

    public required IReadOnlyList<TensorDescription> Outputs { get; init; }

    /// <summary>How a model without names is called; null where the folder says nothing.</summary>
    public PositionalCall? Call { get; init; }

    public required ControlDescription Control { get; init; }

    /// <summary>What the policy declares, for engines whose models have no signature of their own.</summary>
    public PolicySignature Declared => new([.. Inputs.Select(i => i.Spec)], [.. Outputs.Select(o => o.Spec)]);
}
