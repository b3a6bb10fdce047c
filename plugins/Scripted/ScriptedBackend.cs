using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;
using PolicyGate.Scripted;

[assembly: PolicyBackend("Scripted", typeof(ScriptedBackend))]

namespace PolicyGate.Scripted;

/// <summary>Answers without a model, to try a robot, a wire or a guard: hold, replay, waypoints, sine, noise.</summary>
internal sealed class ScriptedBackend : IPolicyBackend
{
    public void Check(IConfiguration options, ICollection<string> errors) => ScriptedOptions.Read(options, errors);

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        List<string> errors = [];
        var options = ScriptedOptions.Read(context.Options, errors);
        if (errors.Count > 0)
            throw new PolicyLoadException(string.Join("\n", errors));
        var layout = ScriptedLayout.Of(context.Declared);
        IScript script = Script(context, options, layout.Width);
        GaussianNoise? noise = options.Noise.Any(deviation => deviation > 0)
            ? new GaussianNoise(options.Noise, options.NoiseSeed, layout.Width)
            : null;
        return new ScriptedPolicy(context, options, layout, script, noise);
    }

    private static IScript Script(PolicyContext context, ScriptedOptions options, int width)
    {
        switch (options.Mode)
        {
            case ScriptedMode.Replay:
                string recorded = FileOf(context, options.Trajectory, nameof(options.Trajectory));
                IReadOnlyList<string>? joints = JointNames.Of(context.Folder, width);
                return new ReplayScript(TrajectoryFile.Read(recorded, width, joints, options.RateHz));
            case ScriptedMode.Waypoints:
                string poses = FileOf(context, options.Waypoints, nameof(options.Waypoints));
                return new WaypointScript(
                    WaypointFile.Read(poses, width, options.Speed), options.Loop, options.RateHz);
            case ScriptedMode.Sine:
                return new SineScript(options.Amplitude, options.PeriodSeconds * options.RateHz);
            default:
                return new HoldScript();
        }
    }

    private static string FileOf(PolicyContext context, string? named, string option)
    {
        if (named is not null)
            return Path.Combine(context.Folder, named);
        return context.ModelPath ?? throw new PolicyLoadException(
            $"its mode needs a file: name it in the option {option}, or under models.Scripted in"
            + $" {context.Folder}/policy.json");
    }
}
