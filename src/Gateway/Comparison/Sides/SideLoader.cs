using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>Loads one side after the other, as <c>serve</c> would, so that each one's cost is its own.</summary>
internal sealed class SideLoader(GatewayConfig config, PictureCrew crew, ILoggerFactory loggers, TimeProvider time)
{
    private readonly PolicyLoader _loader = new(config, CreatePlugins(config, loggers, time), crew, loggers, time);

    /// <param name="name"><c>A</c> or <c>B</c>; also the policy's name in the configuration.</param>
    /// <param name="robot">Whose limits the chunks are to keep; null for none.</param>
    /// <param name="side">Null where an error is returned.</param>
    /// <param name="cancel">Stops a load that takes long.</param>
    public GatewayError? Load(string name, RobotConfig? robot, out LoadedSide? side, CancellationToken cancel)
    {
        side = null;
        // A run that is late is to be measured, not to be answered without.
        PolicyConfig policy = config.Policies[name] with { Deadline = config.Limits.InferenceTime };
        ServedPolicy? warm = null;
        // What a collection would give back is no part of what the model takes.
        GC.Collect();
        long memory = Environment.WorkingSet;
        long begun = time.GetTimestamp();
        IReadOnlyList<RecordedPolicyFile> files;
        try
        {
            if (_loader.Load(policy, [robot], out warm, cancel) is { } error)
                return error with { Message = $"side {name} cannot be loaded: {error.Message}" };
            files = PolicyFiles.Of(policy.Folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            warm?.Dispose();
            return new GatewayError(ErrorCode.Unavailable, $"side {name} cannot be loaded: {failure.Message}");
        }
        side = new LoadedSide
        {
            Name = name,
            Config = policy,
            Policy = warm!,
            LoadTime = time.GetElapsedTime(begun),
            MemoryBytes = Math.Max(0, Environment.WorkingSet - memory),
            Files = files,
        };
        return null;
    }

    private static PluginHost CreatePlugins(GatewayConfig config, ILoggerFactory loggers, TimeProvider time)
    {
        var copies = new PluginCopies(PluginCopies.UsualRoots(), time, loggers.CreateLogger("PolicyGate.Plugins"));
        return new PluginHost(PluginCatalog.Scan(config.PluginFolder), copies, loggers);
    }
}
