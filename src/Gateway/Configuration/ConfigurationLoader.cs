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
        if (file is not null && !ConfigurationFile.Read(file, layers, errors))
            return new LoadedConfiguration(file, new RootOptions(), request.ProgramFolder, Config: null, errors.All);
        EnvironmentSource.Read(request, layers);
        RecordedOverrides.Read(request, layers);
        ServeOverrides.Read(request, layers);
        SetOptions.Read(request, layers, errors);

        var options = new RootOptions();
        var binder = new StrictBinder(path => layers.Origin(path)?.BaseFolder ?? request.WorkingFolder, errors);
        binder.Bind(layers.Build(), options);
        GatewayConfig? config = GatewayConfig.Create(options.Gateway, request.ProgramFolder, errors);
        string plugins = Path.GetFullPath(options.Gateway.PluginFolder, request.ProgramFolder);
        return new LoadedConfiguration(file, options, plugins, config, errors.All);
    }
}
