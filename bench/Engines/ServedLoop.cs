using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Bench.Engines;

/// <summary>
/// A robot's whole inference: its turn, the inputs filled from an observation, the run on an owner thread or in a
/// worker, the chunk read.
/// </summary>
internal sealed class ServedLoop : IEngineLoop
{
    private readonly PictureCrew _crew = new(helpers: 0, TimeProvider.System);
    private readonly ServedPolicy _policy;
    private readonly Observation _observation;
    private readonly IEpisode? _episode;
    private readonly InferenceTicket _ticket = new();
    private readonly ActionChunk _raw = new();
    private readonly TickTimings _timings = new();

    public ServedLoop(PolicyConfig policy)
    {
        var config = new GatewayConfig
        {
            PluginFolder = Checkout.At("artifacts/plugins"),
            Policies = new Dictionary<string, PolicyConfig> { [policy.Name] = policy },
            Routes = new Dictionary<string, RouteConfig>(),
            OpenArm = [],
        };
        ILoggerFactory loggers = NullLoggerFactory.Instance;
        var copies = new PluginCopies(PluginCopies.UsualRoots(), TimeProvider.System, NullLogger.Instance);
        var plugins = new PluginHost(PluginCatalog.Scan(config.PluginFolder), copies, loggers);
        Check(new PolicyLoader(config, plugins, _crew, loggers, TimeProvider.System)
            .Load(policy, [], out ServedPolicy? warm, CancellationToken.None));
        _policy = warm!;
        if (policy.Worker is not null && !_policy.Identity.Properties.ContainsKey("isolation"))
            throw new InvalidDataException("the policy runs in this process, where a worker was asked for");
        _observation = Show(_policy);
        _episode = _policy.CreateEpisode();
    }

    public void Run() => Check(_policy.Infer(_ticket, _observation, _episode, seed: 0, _raw, _timings));

    public void Dispose()
    {
        _episode?.Dispose();
        _policy.Dispose();
        _crew.Dispose();
    }

    // Pictures as large as the model's: what a resize costs is not the engine's, and it is measured without a verb.
    private static Observation Show(ServedPolicy policy)
    {
        var observation = new Observation(policy.Needs);
        foreach (TensorDescription input in policy.Description.Inputs)
        {
            foreach (ObservationMoment moment in observation.Moments)
            {
                if (input.Spec.Role is TensorRole.State)
                    moment.PreparePosition(input.Spec.Shape[^1].Size).Clear();
                foreach (CameraImage camera in moment.Cameras)
                {
                    if (input.Spec.Role is TensorRole.Image && camera.Name == ImageBinding.CameraOf(input.Spec))
                        camera.Prepare(input.PictureSize.Height, input.PictureSize.Width).Fill(127);
                }
            }
        }
        return observation;
    }

    private static void Check(GatewayError? error)
    {
        if (error is not null)
            throw new InvalidDataException(error.Message);
    }
}
