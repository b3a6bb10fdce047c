namespace PolicyGate.Gateway.Swaps;

/// <summary>One loading of a policy.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Folder">That it was named by; it runs from a copy where it was swapped in.</param>
/// <param name="Backend">What runs it.</param>
/// <param name="Identity">What the backend says that it has loaded.</param>
/// <param name="Users">Robots, shadows and trials that have a place at it.</param>
/// <param name="Isolated">Whether it runs in a worker process.</param>
internal sealed record VersionReport(
    int Number, string Folder, string Backend, string Identity, int Users, bool Isolated);
