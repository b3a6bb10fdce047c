using Microsoft.Extensions.Configuration;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Reads file, environment and command line into one checked configuration.</summary>
internal static class ConfigurationLoader
{
    public static LoadedConfiguration Load(ConfigurationRequest request)
    {
        var layers = new ConfigurationLayers();
        var errors = new ConfigurationErrors(layers.SourceOf);

        // In rising precedence. --set comes last, so that it can adjust what --policy and --socket made.
        string? file = ConfigurationFile.Find(request);
        if (file is not null)
        {
            if (ConfigurationFile.Read(file, errors) is not { } values)
                return new LoadedConfiguration(file, new(), request.ProgramFolder, Config: null, errors.All);
            layers.Add(new ConfigurationLayer(_ => file, Path.GetDirectoryName(file)!, values));
        }
        EnvironmentSource.Read(request, layers);
        RecordedOverrides.Read(request, layers);
        var own = PolicyFolderSettings.Read(request, file, errors);
        ServeOverrides.Read(request, own?.PolicyName, layers);
        SetOptions.Read(request, layers, errors);
        // The weakest, but read first and put in last: what takes the place of configured policies leaves it alone.
        own?.AddTo(layers, new RobotFiles(request.ProgramFolder), errors);

        var options = new RootOptions();
        var binder = new StrictBinder(path => layers.Origin(path)?.BaseFolder ?? request.WorkingFolder, errors);
        IConfigurationRoot settings = layers.Build();
        binder.Bind(settings, options);
        string plugins = Path.GetFullPath(options.Gateway.PluginFolder, request.ProgramFolder);
        if (request.Policy is not null)
            ChooseBackends(options.Gateway, plugins, errors);
        GatewayConfig? config = GatewayConfig.Create(options.Gateway, request.ProgramFolder, errors);
        return new LoadedConfiguration(file, options, plugins, config, errors.All)
        {
            PolicyFile = own?.File,
            Settings = settings.AsEnumerable().ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>A policy named by its folder alone takes the backend that the folder is for.</summary>
    private static void ChooseBackends(GatewayOptions options, string plugins, ConfigurationErrors errors)
    {
        foreach ((string name, PolicyOptions policy) in options.Policies)
        {
            if (policy is not { Backend: null, Folder: { } folder })
                continue;
            policy.Backend = BackendChoice.For(folder, plugins, options.Limits, out string? undecided);
            if (undecided is not null)
                errors.Add($"Gateway:Policies:{name}:Backend", undecided);
        }
    }
}
