using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Recording;

/// <summary>A recorded route, and the policy that answered on it.</summary>
/// <param name="Name">Of the route: also the folder of its segments.</param>
/// <param name="Robot">Whose limits the guard kept; null for none.</param>
/// <param name="Policy">Its name.</param>
/// <param name="Backend">What ran it.</param>
/// <param name="Folder">Where it lay.</param>
/// <param name="Identity">What the backend said that it had loaded.</param>
/// <param name="Joints">Names of a row's values, in order.</param>
/// <param name="RawRows">Rows of the model's chunk.</param>
/// <param name="Files">The policy folder's files as they were.</param>
internal sealed record RecordedRoute(
    string Name, string? Robot, string Policy, string Backend, string Folder, string Identity,
    IReadOnlyList<string> Joints, int RawRows, IReadOnlyList<RecordedPolicyFile> Files)
{
    /// <summary>What a failed tick came to, where the route says so; null as the gateway's chunks have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnFailure { get; init; }

    /// <summary>False in a robot's recording: only its server knows what ran there.</summary>
    [JsonIgnore]
    public bool KnowsPolicy => !string.IsNullOrEmpty(Folder);
}
