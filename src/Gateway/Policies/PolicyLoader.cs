using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Workers;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// From a policy's configuration to a warm policy: reads the folder, loads plugin and model, checks that everybody
/// means the same tensors, and runs it once.
/// </summary>
internal sealed class PolicyLoader(
    GatewayConfig config, PluginHost plugins, PictureCrew crew, ILoggerFactory loggers, TimeProvider time)
{
    private readonly ILogger _logger = loggers.CreateLogger("PolicyGate.Policies");

    /// <summary>Blocks until the policy is warm.</summary>
    /// <param name="policy">What to load.</param>
    /// <param name="robots">The robots that it will serve; null where a wire names none.</param>
    /// <param name="warm">The caller's; null where an error is returned.</param>
    /// <param name="cancel">Set when the gateway goes down.</param>
    public GatewayError? Load(
        PolicyConfig policy, IEnumerable<RobotConfig?> robots, out ServedPolicy? warm, CancellationToken cancel)
    {
        warm = null;
        long begun = time.GetTimestamp();
        if (ReadFolder(policy, out PolicyDescription? description) is { } unread)
            return unread;
        if (LoadModel(policy, description!, cancel, out IPolicy? model) is { } unloaded)
            return unloaded;
        ServedPolicy? served = null;
        try
        {
            if (Serve(policy, description!, model!, out served) is { } unserved)
                return unserved;
            GatewayError? error = CheckRobots(served!, robots) ?? CheckRows(served!) ?? served!.WarmUp();
            if (error is not null)
                return error;
            LogWarm(served!, time.GetElapsedTime(begun));
            warm = served;
            served = null;
            model = null;
            return null;
        }
        catch (Exception failure)
        {
            // CreateInference, Signature and Traits are the plugin's code.
            if (failure is not PolicyLoadException)
                Log.BackendThrew(_logger, policy.Name, failure);
            return new GatewayError(ErrorCode.Unavailable, failure.Message);
        }
        finally
        {
            if (served is not null)
                served.Dispose();
            else
                model?.Dispose();
        }
    }

    private GatewayError? ReadFolder(PolicyConfig policy, out PolicyDescription? description)
    {
        List<string> errors = [];
        description = PolicyFolderReader.Read(policy.Folder, config.Limits, errors);
        return Join(errors);
    }

    private GatewayError? LoadModel(
        PolicyConfig policy, PolicyDescription description, CancellationToken cancel, out IPolicy? model)
    {
        model = null;
        if (plugins.Catalog.Find(policy.Backend, out PluginDescription? found) is { } missing)
            return missing;
        if (ModelFiles.Choose(description, policy.Backend, out string? modelPath) is { } absent)
            return absent;
        var context = new PolicyContext
        {
            Folder = description.Folder,
            ModelPath = modelPath,
            Declared = description.Declared,
            Call = description.Call,
            Options = policy.Options,
            Logger = loggers.CreateLogger(found!.Name),
            Memory = new NativeTensorAllocator(),
            Time = time,
            Device = policy.Device,
        };
        return policy.Worker is { } worker
            ? new WorkerPolicyLoader(plugins.Catalog.Folder, config.Limits, loggers)
                .Load(policy.Name, found.Name, context, worker, cancel, out model)
            : LoadHere(policy, context, cancel, out model);
    }

    private GatewayError? LoadHere(
        PolicyConfig policy, PolicyContext context, CancellationToken cancel, out IPolicy? model)
    {
        model = null;
        if (plugins.Load(policy.Backend, out Plugin? plugin) is { } unusable)
            return unusable;
        List<string> errors = [];
        return plugin!.Check(policy.Options, errors) ?? Join(errors) ?? plugin.Load(context, cancel, out model);
    }

    private GatewayError? Serve(
        PolicyConfig policy, PolicyDescription description, IPolicy model, out ServedPolicy? served)
    {
        served = null;
        bool robotUnits = model.Traits.RobotUnits;
        List<string> errors = [];
        InferenceShape? shape = SignatureMatch.Check(description, model.Signature, errors);
        if (shape is null || errors.Count > 0)
            return Join(errors);
        var binding = new PolicyBinding(
            description, model.Signature, ResizeHabits.All, robotUnits, config.Limits);
        var loaded = new LoadedPolicy(
            policy.Name, description, model, shape, binding, new ActionUnnormalizer(description, robotUnits))
        {
            Deadline = policy.Deadline,
        };
        served = new ServedPolicy(loaded, crew, config.Limits, time, _logger);
        return null;
    }

    private static GatewayError? CheckRobots(ServedPolicy served, IEnumerable<RobotConfig?> robots)
    {
        int width = served.ChunkShape.Width;
        foreach (RobotConfig? robot in robots)
        {
            if (robot is not null && robot.Minimum.Length != width)
            {
                return new GatewayError(ErrorCode.InvalidArgument,
                    $"robot '{robot.Name}' has limits for {robot.Minimum.Length} positions, but policy '{served.Name}'"
                    + $" commands {width}; name another robot on the wire, or another policy on its route");
            }
        }
        return null;
    }

    private GatewayError? CheckRows(ServedPolicy served)
    {
        double interval = config.Chunks.ResampledInterval ?? served.Description.Control.IntervalNanoseconds;
        double rows = served.ChunkShape.Rows * served.Description.Control.IntervalNanoseconds / interval;
        return rows <= config.Limits.ChunkRows ? null : new GatewayError(ErrorCode.InvalidArgument,
            $"a chunk of policy '{served.Name}' becomes {Math.Ceiling(rows)} rows at the rate of Chunks:ResampleHz,"
            + $" but at most {config.Limits.ChunkRows} are allowed (Limits:ChunkRows); lower one or raise the other");
    }

    private static GatewayError? Join(List<string> errors) => errors.Count == 0
        ? null
        : new GatewayError(ErrorCode.InvalidArgument, string.Join("; ", errors));

    private void LogWarm(ServedPolicy served, TimeSpan took) => Log.Warm(
        _logger, served.Name, served.Identity.Engine, served.Identity.Version,
        string.Concat(served.Identity.Properties.Select(property => $", {property.Key} {property.Value}")),
        took.TotalMilliseconds, served.Deadline is { } deadline ? $"deadline {deadline}" : "no deadline");
}
