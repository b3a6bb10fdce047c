using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;
using PolicyGate.Scripted;

[assembly: PolicyBackend("Scripted", typeof(ScriptedBackend))]

namespace PolicyGate.Scripted;

/// <summary>Answers without a model, for trying a robot, a wire or a guard: hold, replay, sine.</summary>
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
        return new ScriptedPolicy(context, options, layout, Script(context, options, layout.Width));
    }

    private static IScript Script(PolicyContext context, ScriptedOptions options, int width)
    {
        switch (options.Mode)
        {
            case ScriptedMode.Replay:
                string path = options.Trajectory is { } named
                    ? Path.Combine(context.Folder, named)
                    : context.ModelPath ?? throw new PolicyLoadException(
                        "Mode Replay needs a trajectory: the option Trajectory, or models.Scripted in"
                        + $" {context.Folder}/policy.json, names a file of JSON lines");
                return new ReplayScript(Trajectory.Read(path, width));
            case ScriptedMode.Sine:
                return new SineScript(options.Amplitude, options.PeriodSeconds * options.RateHz);
            default:
                return new HoldScript();
        }
    }
}
