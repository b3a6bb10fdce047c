namespace PolicyGate.Gateway.Configuration;

/// <summary>Where ticks are recorded.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="AllRoutes">Whether routes that robots have made by naming a folder are recorded too.</param>
internal sealed record RecordingConfig(string Folder, bool AllRoutes)
{
    /// <summary>Null where nothing is recorded.</summary>
    public static RecordingConfig? Create(
        string path, RecordingOptions options, IEnumerable<RouteConfig> routes, ConfigurationErrors errors)
    {
        if (options.AllRoutes && options.Folder is null)
            errors.Add($"{path}:Folder", "missing: AllRoutes needs the folder to record into");
        if (options.Folder is null)
            return null;
        if (!options.AllRoutes && routes.All(route => route.Recording is null))
        {
            errors.Add($"{path}:Folder",
                "nothing is recorded into it: set Recording:AllRoutes, or Routes:NAME:Recording:On of a route");
        }
        return new RecordingConfig(options.Folder, options.AllRoutes);
    }
}
