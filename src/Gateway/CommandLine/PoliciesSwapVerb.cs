using System.CommandLine;
using PolicyGate.Gateway.Admin;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>policies swap</c>: another version of a policy beside the one that answers, then in its place.</summary>
internal sealed class PoliciesSwapVerb : Verb
{
    private readonly GatewayArguments _gateway;
    private readonly JsonOption _json;
    private readonly TakeoverArguments _takeover = new();

    private readonly Argument<string> _name = new("NAME") { Description = "The policy, as configured." };

    private readonly Argument<string?> _folder = new("FOLDER")
    {
        Description = "The policy folder to load. Default: what the configuration names now, read again, with the"
            + " plugin as it lies in the plugin folder now.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = "The plugin that runs it. Default: as configured.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _ticks = new("--trial-ticks")
    {
        Description = "Ticks of robots that it is tried on first; 0 for none. Default: Swaps:TrialTicks.",
        HelpName = "N",
    };

    private readonly Option<double?> _within = new("--within")
    {
        Description = "Refuse it where any value of these ticks lies further than this from what was answered, in the"
            + " robot's units. Default: Swaps:MaximumDifference.",
        HelpName = "DIFFERENCE",
    };

    public PoliciesSwapVerb(GatewayArguments gateway, JsonOption json) : base(
        "swap",
        "Loads, warms and tries another version of a policy beside the one that answers; then it takes over. Exit code"
        + " 1: it was refused, and the one that answers stays. Ctrl+C ends a swap that has not taken over.",
        "policygate policies swap reach",
        "policygate policies swap reach policies/reach-2 --now",
        "policygate policies swap reach --backend TorchSharp --trial-ticks 100 --within 0.05")
    {
        (_gateway, _json) = (gateway, json);
        Add(_name);
        Add(_folder);
        Add(_backend);
        Add(_ticks);
        Add(_within);
        _takeover.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var request = new AdminRequest(AdminAction.Swap)
        {
            Policy = parsed.GetRequiredValue(_name),
            Folder = parsed.GetValue(_folder) is { } folder ? Path.GetFullPath(folder) : null,
            Backend = parsed.GetValue(_backend),
            Takeover = _takeover.Read(parsed),
            TrialTicks = parsed.GetValue(_ticks),
            MaximumDifference = parsed.GetValue(_within),
        };
        TextWriter error = parsed.InvocationConfiguration.Error;
        return SwapText.Write(
            _gateway.Ask(parsed, request, error.WriteLine), parsed.GetValue(_json), parsed.InvocationConfiguration);
    }
}
