using PolicyGate.Abstractions;
using PolicyGate.Plugins;

namespace PolicyGate.Scripted;

/// <summary>One script, shared by its inferences.</summary>
internal sealed class ScriptedPolicy(
    PolicyContext context, ScriptedOptions options, ScriptedLayout layout, IScript script, GaussianNoise? noise)
    : IPolicy, IStatefulPolicy
{
    private readonly RunGate _gate = new();
    private long _runs;

    public PolicySignature Signature => layout.Signature;

    /// <summary>In the robot's units: a script knows positions, and no statistics of a model's training.</summary>
    public PolicyTraits Traits { get; } = new(
        Deterministic: options.Mode == ScriptedMode.Hold || options.RowsPerRun > 0, RobotUnits: true)
    {
        Immediate = options.LatencyMilliseconds == 0,
    };

    public PolicyIdentity Identity { get; } = new(
        "Scripted",
        typeof(ScriptedPolicy).Assembly.GetName().Version?.ToString(3) ?? "0",
        new Dictionary<string, string> { ["mode"] = options.Mode.ToString() });

    public TimeProvider Time => context.Time;

    public ScriptedOptions Options => options;

    public ScriptedLayout Layout => layout;

    public IScript Script => script;

    /// <summary>Null where there is none.</summary>
    public GaussianNoise? Noise => noise;

    public IInference CreateInference(InferenceShape shape) =>
        _gate.Guard(new ScriptedInference(this, shape, context.Memory));

    public IEpisode CreateEpisode() => new ScriptedEpisode(layout.Width);

    /// <summary>Whether the run that begins now is one of those that are to fail.</summary>
    public bool NextFails() => options.FailEvery > 0 && Interlocked.Increment(ref _runs) % options.FailEvery == 0;

    public void Dispose() => _gate.Close();
}
