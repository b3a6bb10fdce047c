using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>All that can be found wrong without loading a model or opening a socket.</summary>
internal static class ConfigurationCheck
{
    /// <summary>
    /// The configuration's own errors; where it has none, those of each policy's backend and options.
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
            var wrong = new List<string>();
            PolicyFolderReader.Read(policy.Folder, config.Limits, wrong);
            errors.AddRange(wrong.Select(message => new ConfigurationError($"{path}:Folder", message, Source: null)));
            CheckBackend(path, policy, backends.Host, errors);
        }
        return errors;
    }

    private static void CheckBackend(
        string path, PolicyConfig policy, PluginHost host, List<ConfigurationError> errors)
    {
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
