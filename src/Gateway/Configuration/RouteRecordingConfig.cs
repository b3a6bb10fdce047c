namespace PolicyGate.Gateway.Configuration;

/// <summary>What of a route is recorded.</summary>
/// <param name="Every">Of each robot's ticks every n-th.</param>
/// <param name="Only">Which of those.</param>
internal sealed record RouteRecordingConfig(int Every, RecordedTicks Only)
{
    public static RouteRecordingConfig Everything { get; } = new(Every: 1, RecordedTicks.All);

    /// <summary>Null where the route is not recorded.</summary>
    public static RouteRecordingConfig? Create(
        string path, RouteRecordingOptions options, RecordingOptions recording, ConfigurationErrors errors)
    {
        if (options.Every < 1)
            errors.Add($"{path}:Every", $"expected 1 or more, found {options.Every}");
        bool sampled = options.Every != 1 || options.Only is not RecordedTicks.All;
        if (sampled && !options.On && !recording.AllRoutes)
            errors.Add($"{path}:On", "missing: the route is not recorded, its other keys say nothing; set it to true");
        if (options.On && recording.Folder is null)
            errors.Add($"{path}:On", "there is no folder to record into: set Recording:Folder");
        return options.On || recording.AllRoutes ? new RouteRecordingConfig(options.Every, options.Only) : null;
    }
}
