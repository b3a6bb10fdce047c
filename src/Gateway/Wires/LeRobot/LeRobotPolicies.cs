using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>From what a robot calls its policy to the policy that answers it.</summary>
internal sealed class LeRobotPolicies(LeRobotWireConfig config, LoadedPolicies policies)
{
    /// <summary>By exact name, by path below a root, then the default route.</summary>
    public GatewayError? Find(RemotePolicyConfig asked, out Route? found)
    {
        found = null;
        RouteConfig? route = config.Policies.GetValueOrDefault(asked.PretrainedNameOrPath);
        if (route is null && Path.IsPathRooted(asked.PretrainedNameOrPath))
        {
            if (FindPath(asked.PretrainedNameOrPath, out route) is { } outside && config.Default is null)
                return outside;
        }
        route ??= config.Default;
        return route is null ? Unknown(asked) : policies.Find(route, out found);
    }

    private GatewayError? FindPath(string path, out RouteConfig? route)
    {
        route = null;
        string folder;
        try
        {
            folder = RealPath(path);
        }
        catch (Exception unusable) when (unusable is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.NotFound,
                $"'{Printable.Text(path)}' is no folder of this gateway's machine: {unusable.Message}; {Known}");
        }
        route = config.Policies.Values.FirstOrDefault(known => known.Policy.Folder == folder);
        if (route is not null)
            return null;
        if (!config.Roots.Any(root => IsBelow(folder, root)))
        {
            string roots = config.Roots.Count == 0 ? "none is configured" : string.Join(", ", config.Roots);
            return new GatewayError(ErrorCode.NotFound,
                $"'{Printable.Text(path)}' is below no folder that policies may be loaded from by path ({roots};"
                + $" Wires:LeRobot:Roots); {Known}");
        }
        string name = Path.GetFileName(folder);
        route = new RouteConfig(name, new PolicyConfig { Name = name, Folder = folder, Backend = config.Backend });
        return null;
    }

    /// <summary>Where the path leads by all links: a root is left by none.</summary>
    private static string RealPath(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar))
        {
            real = Path.Combine(real, part);
            if (new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                real = target.FullName;
        }
        return Directory.Exists(real) ? real : throw new DirectoryNotFoundException("there is no such folder");
    }

    /// <summary>A root that is not there holds nothing.</summary>
    private static bool IsBelow(string folder, string root) => Directory.Exists(root)
        && folder.StartsWith(RealPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Known =>
        $"known are {string.Join(", ", config.Policies.Keys.Order(StringComparer.Ordinal))}. Give one of them as"
        + " pretrained_name_or_path, or add the name to Wires:LeRobot:Policies. This gateway downloads nothing: a"
        + " checkpoint becomes a policy by 'python tools/export_lerobot.py CHECKPOINT' (docs/export-lerobot.md)";

    private GatewayError Unknown(RemotePolicyConfig asked) => new(ErrorCode.NotFound,
        $"no policy is known as '{Printable.Text(asked.PretrainedNameOrPath)}'; {Known}");
}
