using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A model of two joints that answers what the test says: row t of each chunk is state + t/100.</summary>
internal sealed class FakePolicy : IPolicy, IStatefulPolicy
{
    public const int Rows = 20;
    public const int Joints = 2;

    /// <summary>Called on the owner thread in place of a model.</summary>
    public Func<Memory<float>, RunResult> Run { get; set; } = _ => RunResult.Ok;

    /// <summary>Called on the robot's thread when an input is filled.</summary>
    public Action Filling { get; set; } = () => { };

    /// <summary>Called when an inference is made.</summary>
    public Action Creating { get; set; } = () => { };

    /// <summary>Called when an episode is made.</summary>
    public Action BeginningEpisode { get; set; } = () => { };

    /// <summary>Called when an episode is begun anew.</summary>
    public Action Resetting { get; set; } = () => { };

    /// <summary>What the run under way, or the last one, was given.</summary>
    public CancellationToken Cancel { get; private set; }

    /// <summary>What the run under way, or the last one, was given.</summary>
    public long Deadline { get; private set; }

    public int EpisodeResets { get; private set; }

    public int EpisodesDisposed { get; private set; }

    public int InferencesDisposed { get; private set; }

    public bool Disposed { get; private set; }

    public PolicySignature Signature => Description.Declared;

    public PolicyTraits Traits { get; set; } = new();

    public PolicyIdentity Identity { get; } = new("fake", "1", new Dictionary<string, string>());

    public static PolicyDescription Description { get; } = new()
    {
        Folder = "/nowhere",
        Name = "fake",
        Models = new Dictionary<string, IReadOnlyList<string>>(),
        Inputs =
        [
            new TensorDescription
            {
                Spec = new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, Joints]),
                Normalize = NormalizationDescription.Identity,
            },
        ],
        Outputs =
        [
            new TensorDescription
            {
                Spec = new TensorSpec("action", TensorRole.Action, ElementType.Float32, [1, Rows, Joints]),
                Normalize = NormalizationDescription.Identity,
            },
        ],
        Control = new ControlDescription(RateHz: 30, CutoffHz: null),
    };

    public ServedPolicy Serve(
        LimitsOptions limits, TimeProvider time, TimeSpan? deadline = null, ILogger? logger = null)
    {
        PolicyBinding binding = Bind(limits);
        var shape = new InferenceShape(new Dictionary<string, int>());
        var loaded = new LoadedPolicy(
            "fake", Description, this, shape, binding, new ActionUnnormalizer(Description, robotUnits: false))
        {
            Deadline = deadline,
        };
        return new ServedPolicy(
            loaded, new PictureCrew(helpers: 0, time), limits, time, logger ?? NullLogger.Instance);
    }

    public InferenceSlot CreateSlot()
    {
        IInference inference = CreateInference(null!);
        var crew = new PictureCrew(helpers: 0, TimeProvider.System);
        return new InferenceSlot(inference, new InputFill(Bind(new LimitsOptions()), inference, crew));
    }

    public IInference CreateInference(InferenceShape shape)
    {
        Creating();
        return new Inference(this);
    }

    public IEpisode CreateEpisode()
    {
        BeginningEpisode();
        return new Episode(this);
    }

    public void Dispose() => Disposed = true;

    private PolicyBinding Bind(LimitsOptions limits) =>
        new(Description, Signature, ResizeHabits.All, robotUnits: false, limits);

    private sealed class Episode(FakePolicy policy) : IEpisode
    {
        public void Reset()
        {
            policy.Resetting();
            policy.EpisodeResets++;
        }

        public void Dispose() => policy.EpisodesDisposed++;
    }

    private sealed class Inference(FakePolicy policy) : IInference
    {
        private readonly float[] _state = new float[Joints];
        private readonly float[] _action = new float[Rows * Joints];

        public Span<byte> Input(int index)
        {
            policy.Filling();
            return MemoryMarshal.AsBytes(_state.AsSpan());
        }

        public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => throw new NotSupportedException();

        public RunResult Run(in RunArguments arguments)
        {
            for (int i = 0; i < _action.Length; i++)
                _action[i] = _state[i % Joints] + (i / Joints / 100f);
            (policy.Cancel, policy.Deadline) = (arguments.Cancel, arguments.Deadline);
            return policy.Run(_action);
        }

        public ReadOnlySpan<byte> Output(int index) => MemoryMarshal.AsBytes(_action.AsSpan());

        public void Dispose() => policy.InferencesDisposed++;
    }
}
