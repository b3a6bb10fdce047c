using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>All that can be found wrong without opening a socket.</summary>
internal static class ConfigurationCheck
{
    /// <summary>
    /// The configuration's own errors; where it has none, those of each policy's folder, backend and options; and where
    /// these are good, what loading and warming it as <c>serve</c> does comes to.
    /// </summary>
    public static IReadOnlyList<ConfigurationError> Run(LoadedConfiguration loaded)
    {
        if (loaded.Config is not GatewayConfig config)
            return loaded.Errors;
        var errors = new List<ConfigurationError>();
        using var backends = new Backends(loaded);
        foreach (PolicyConfig policy in config.Policies.Values)
        {
            string path = $"Gateway:Policies:{policy.Name}";
            int before = errors.Count;
            var wrong = new List<string>();
            PolicyDescription? description = PolicyFolderReader.Read(policy.Folder, config.Limits, wrong);
            errors.AddRange(wrong.Select(message => new ConfigurationError($"{path}:Folder", message, Source: null)));
            if (description is not null)
                CheckRobots(config, policy, description, errors);
            CheckBackend(path, policy, backends.Host, errors);
            if (errors.Count == before && TryToLoad(config, policy, backends) is GatewayError unloaded)
                errors.Add(new ConfigurationError(path, unloaded.Message, Source: null));
        }
        return errors;
    }

    /// <summary>Whether each robot that the policy answers has limits for as many joints as it commands.</summary>
    private static void CheckRobots(
        GatewayConfig config, PolicyConfig policy, PolicyDescription description, List<ConfigurationError> errors)
    {
        TensorSpec action = description.Outputs.Single(output => output.Spec.Role is TensorRole.Action).Spec;
        if (action.Shape[^1] is not { Symbol: null, Size: int width })
            return;
        for (int i = 0; i < config.OpenArm.Count; i++)
        {
            OpenArmWireConfig wire = config.OpenArm[i];
            if (wire.Route.Answering.Contains(policy) && wire.Robot is { } robot && robot.Minimum.Length != width)
            {
                errors.Add(new ConfigurationError($"Gateway:Wires:OpenArm:{i}:Robot",
                    $"robot '{robot.Name}' has limits for {robot.Minimum.Length} joints, but policy '{policy.Name}'"
                    + $" commands {width}; name another robot, or another policy on the wire's route", Source: null));
            }
        }
    }

    private static GatewayError? TryToLoad(GatewayConfig config, PolicyConfig policy, Backends backends)
    {
        using var crew = new PictureCrew(helpers: 0, TimeProvider.System);
        var loader = new PolicyLoader(config, backends.Host, crew, backends.Loggers, TimeProvider.System);
        var robots = config.OpenArm.Where(wire => wire.Route.Answering.Contains(policy))
            .Select(wire => wire.Robot);
        GatewayError? error = loader.Load(policy, robots, out ServedPolicy? warm, CancellationToken.None);
        warm?.Dispose();
        return error;
    }

    private static void CheckBackend(
        string path, PolicyConfig policy, PluginHost host, List<ConfigurationError> errors)
    {
        if (policy.Worker is not null)
        {
            // Its plugin is not loaded into this process: a worker judges the options when the policy is tried.
            if (host.Catalog.Find(policy.Backend, out _) is { } unknown)
                errors.Add(new ConfigurationError($"{path}:Backend", unknown.Message, Source: null));
            return;
        }
        if (host.Load(policy.Backend, out Plugin? plugin) is GatewayError missing)
        {
            errors.Add(new ConfigurationError($"{path}:Backend", missing.Message, Source: null));
            return;
        }
        var wrongOptions = new List<string>();
        if (plugin!.Check(policy.Options, wrongOptions) is GatewayError failed)
            wrongOptions.Add(failed.Message);
        errors.AddRange(wrongOptions.Select(wrong => new ConfigurationError($"{path}:Options", wrong, Source: null)));
    }
}
