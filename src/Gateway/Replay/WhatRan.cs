using System.Reflection;
using System.Security.Cryptography;
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
        if (!policy.Backend.Equals(route.Backend, StringComparison.OrdinalIgnoreCase))
            yield return $"the backend was {route.Backend}";
        foreach (RecordedPolicyFile file in route.Files)
        {
            if (Difference(file, Path.Combine(policy.Folder, file.Path)) is { } difference)
                yield return $"{file.Path} {difference}";
        }
        if (!served.Deterministic)
        {
            yield return $"{policy.Backend} says that the policy goes by more than what it is shown, as a clock: its"
                + " answers need not be the same";
        }
    }

    private static string? Difference(RecordedPolicyFile recorded, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length != recorded.Bytes)
                return $"is another: it has {file.Length} bytes and had {recorded.Bytes}";
            string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
            return sha256.Equals(recorded.Sha256, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"is another: its SHA-256 is {Start(sha256)}… and was {Start(recorded.Sha256)}…";
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {unread.Message}";
        }
    }

    private static string Start(string hash) => hash[..Math.Min(hash.Length, 16)];
}
