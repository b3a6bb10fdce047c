using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;

namespace PolicyGate.Gateway.Policies;

/// <summary>A policy that its backend has loaded and whose signature fits its <c>policy.json</c>.</summary>
internal sealed record LoadedPolicy(
    string Name,
    PolicyDescription Description,
    IPolicy Policy,
    InferenceShape Shape,
    PolicyBinding Binding,
    ActionUnnormalizer Unnormalizer)
{
    /// <summary>How long a run may take, as configured; null where the policy's own speed decides.</summary>
    public TimeSpan? Deadline { get; init; }
}
