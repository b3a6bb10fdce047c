using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Plugins;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Measurement;

/// <summary>Yardstick: the backend's <see cref="IInference.Run"/> alone, on this thread, over inputs that were filled
/// once. Loaded by the host's own parts, but without the host.</summary>
internal sealed class BareInference : IDisposable
{
    private readonly LimitsOptions _limits = new();
    private readonly PolicyDescription _description;
    private readonly IPolicy _policy;
    private readonly PolicyBinding _binding;
    private readonly IInference _inference;
    private readonly PictureCrew _alone;
    private readonly InputFill _fill;
    private readonly RunArguments _arguments;

    /// <exception cref="InvalidDataException">It cannot be loaded, or needs more than filled inputs.</exception>
    public BareInference(PolicyConfig config, string pluginFolder, TimeProvider time)
    {
        List<string> errors = [];
        PolicyDescription description = PolicyFolderReader.Read(config.Folder, _limits, errors)
            ?? throw new InvalidDataException(string.Join("; ", errors));
        var copies = new PluginCopies(PluginCopies.UsualRoots(), time, NullLogger.Instance);
        var plugins = new PluginHost(PluginCatalog.Scan(pluginFolder), copies, NullLoggerFactory.Instance);
        Check(plugins.Load(config.Backend, out Plugin? plugin));
        Check(ModelFiles.Choose(description, config.Backend, out string? model));
        var context = new PolicyContext
        {
            Folder = description.Folder,
            ModelPath = model,
            Declared = description.Declared,
            Call = description.Call,
            Options = config.Options,
            Logger = NullLogger.Instance,
            Memory = new NativeTensorAllocator(),
            Time = time,
            Device = config.Device,
        };
        Check(plugin!.Load(context, CancellationToken.None, out IPolicy? policy));
        _policy = policy!;
        InferenceShape shape = SignatureMatch.Check(description, _policy.Signature, errors)
            ?? throw new InvalidDataException(string.Join("; ", errors));
        _binding = new PolicyBinding(
            description, _policy.Signature, ResizeHabits.All, _policy.Traits.RobotUnits, _limits);
        _inference = _policy.CreateInference(shape);
        _alone = new PictureCrew(helpers: 0, time);
        _fill = new InputFill(_binding, _inference, _alone);
        _description = description;
        IEpisode[] episodes = _policy is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];
        _arguments = new RunArguments(Rows: 1, Seed: 0, long.MaxValue, episodes, CancellationToken.None);
        Pictures =
        [
            .. description.Inputs.Where(input => input.Spec.Role is TensorRole.Image).Select(input =>
                new PictureTarget(
                    ImageBinding.CameraOf(input.Spec), input.PictureSize.Height, input.PictureSize.Width)),
        ];
    }

    /// <summary>What the model takes.</summary>
    public IReadOnlyList<PictureTarget> Pictures { get; }

    /// <summary>What the gateway decodes of a tick.</summary>
    public Observation Decode(PreparedTick tick, TimeProvider time)
    {
        var request = new OpenArmRequest(_binding.Needs, _limits);
        Check(request.Parse(tick.CopyRequest()));
        var observation = new Observation(_binding.Needs);
        using var reader = new ArrowObservationReader(
            _limits, OpenArmWireConfig.DefaultDataRoots, OpenArmNames.CameraPrefix, time);
        Check(reader.Open(request.DataPath, request.Sizes, observation, new TickTimings()));
        foreach (CameraImage camera in observation.Cameras)
        {
            Check(camera.Read(out byte[] pixels));
            pixels.CopyTo(camera.Prepare(camera.Height, camera.Width));
        }
        Check(observation.Finish());
        return observation;
    }

    /// <summary>Resizes and scales on this thread alone, pictures out of memory.</summary>
    public void Fill(Observation observation) => Check(_fill.Run(observation));

    /// <summary>Fills with what a policy is warmed up with.</summary>
    public void FillBlank() => Fill(BlankObservation.For(_description, _binding.Needs));

    /// <exception cref="InvalidDataException">The backend failed.</exception>
    public void Run()
    {
        RunResult result = _inference.Run(_arguments);
        if (result.Status is not RunStatus.Ok)
            throw new InvalidDataException($"{result.Status}: {result.Message}");
    }

    public void Dispose()
    {
        _inference.Dispose();
        _alone.Dispose();
        _policy.Dispose();
    }

    private static void Check(GatewayError? error)
    {
        if (error is not null)
            throw new InvalidDataException(error.Message);
    }
}
