using System.Reflection;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>What runs now beside what was recorded.</summary>
internal static class WhatRan
{
    /// <summary>A line for each route, and one for each thing that is another.</summary>
    public static IEnumerable<string> Notes(RecordingManifest manifest, GatewayConfig config, ReplayedGateway gateway)
    {
        string? version = typeof(WhatRan).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        if (version != manifest.Gateway)
            yield return $"recorded by PolicyGate {manifest.Gateway}, this is {version}";
        foreach (RecordedRoute route in manifest.Routes)
        {
            PolicyConfig policy = config.Routes[route.Name].Policy;
            yield return $"route {route.Name}: {policy.Folder} on {policy.Backend}";
            foreach (string difference in Differences(route, policy, gateway.Policy(route.Name)!))
                yield return $"route {route.Name}: {difference}";
        }
    }

    private static IEnumerable<string> Differences(RecordedRoute route, PolicyConfig policy, ServedPolicy served)
    {
        if (!route.KnowsPolicy)
            yield return $"recorded by a robot: what ran in its server is not known ({route.Identity})";
        else if (!policy.Backend.Equals(route.Backend, StringComparison.OrdinalIgnoreCase))
            yield return $"the backend was {route.Backend}";
        foreach (string difference in FileDifferences(route.Files, policy.Folder))
            yield return difference;
        if (!served.Deterministic)
        {
            yield return $"{policy.Backend} says that the policy goes by more than what it is shown, as a clock: its"
                + " answers need not be the same";
        }
    }

    // Only files that are in the folder are opened: what a recording names may be anything.
    private static IEnumerable<string> FileDifferences(IReadOnlyList<RecordedPolicyFile> recorded, string folder)
    {
        Dictionary<string, RecordedPolicyFile> now;
        try
        {
            now = PolicyFiles.Of(folder).ToDictionary(file => file.Path);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return [$"its files cannot be looked at: {unread.Message}"];
        }
        return recorded.Select(file => Difference(file, now.GetValueOrDefault(file.Path))).OfType<string>();
    }

    private static string? Difference(RecordedPolicyFile then, RecordedPolicyFile? now)
    {
        if (now is null)
            return $"{then.Path} is not there any more";
        if (now.Bytes != then.Bytes)
            return $"{then.Path} is another: it has {now.Bytes} bytes and had {then.Bytes}";
        return now.Sha256.Equals(then.Sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{then.Path} is another: its SHA-256 is {Start(now.Sha256)}… and was {Start(then.Sha256)}…";
    }

    private static string Start(string hash) => hash[..Math.Min(hash.Length, 16)];
}
