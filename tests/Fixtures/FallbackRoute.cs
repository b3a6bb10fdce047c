namespace PolicyGate.Tests.Fixtures;

/// <summary>A route with a policy that can be made to fail, and another to fall back on.</summary>
internal sealed class FallbackRoute : IDisposable
{
    /// <summary>That answers.</summary>
    public BreakingPolicy Policy { get; } = new(joints: 16);

    /// <summary>By the name <c>spare</c>.</summary>
    public BreakingPolicy Spare { get; } = new(joints: 16);

    public Task<ServedGateway> Start(params (string Key, string Value)[] settings) =>
        ServedGateway.Start(Policy.Path, BreakingPolicy.Backend, Settings(settings));

    public Dictionary<string, string?> Settings(params (string Key, string Value)[] settings)
    {
        string policy = Path.GetFileName(Policy.Path);
        var all = new Dictionary<string, string?>
        {
            ["PluginFolder"] = BreakingPolicy.PluginFolder,
            ["Policies:spare:Folder"] = Spare.Path,
            ["Policies:spare:Backend"] = BreakingPolicy.Backend,
            ["Policies:spare:Deadline"] = "00:00:10",
            ["Routes:arm:Policy"] = policy,
            ["Routes:arm:Fallback:Policies:0"] = "spare",
            ["Wires:OpenArm:0:Route"] = "arm",
            // The same observation again and again, with the same timestamp.
            ["Chunks:DropLateRows"] = "false",
        };
        foreach ((string key, string value) in settings)
            all[key] = value;
        return all;
    }

    public void Dispose()
    {
        Policy.Dispose();
        Spare.Dispose();
    }
}
