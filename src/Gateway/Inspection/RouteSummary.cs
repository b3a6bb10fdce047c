namespace PolicyGate.Gateway.Inspection;

/// <summary>A route of a recorded run, and what answered on it.</summary>
/// <param name="Run">The run's folder, its name alone.</param>
/// <param name="Name">Of the route.</param>
/// <param name="Policy">Its name.</param>
/// <param name="Backend">What ran it.</param>
/// <param name="Identity">What the backend said that it had loaded.</param>
/// <param name="Folder">Where the policy lay.</param>
/// <param name="Robot">Whose limits the guard kept; null for none.</param>
/// <param name="Files">Of the policy folder, whose hashes are known.</param>
internal sealed record RouteSummary(
    string Run, string Name, string Policy, string Backend, string Identity, string Folder, string? Robot, int Files);
