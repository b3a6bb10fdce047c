using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Replay;

/// <summary>What is played, and on what.</summary>
/// <param name="Recording">The folder.</param>
/// <param name="Configuration">Its file and <c>--set</c>: what this machine has, and what is to be other.</param>
internal sealed record ReplayRequest(string Recording, ConfigurationRequest Configuration)
{
    /// <summary>The policy folder, absolute; null for each route's own.</summary>
    public string? Policy { get; init; }

    /// <summary>What runs it; null for what ran it.</summary>
    public string? Backend { get; init; }

    /// <summary>Only this one's ticks; null for all.</summary>
    public string? Session { get; init; }

    /// <summary>Whether ticks come as far apart as they came.</summary>
    public bool Pace { get; init; }

    /// <summary>A server in place of a policy; null for none.</summary>
    public ServerAddress? Against { get; init; }
}
