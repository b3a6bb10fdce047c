using System.CommandLine;
using PolicyGate.Gateway.Admin;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>policies rollback</c>: the version before answers again.</summary>
internal sealed class PoliciesRollBackVerb : Verb
{
    private readonly TakeoverArguments _takeover = new();
    private readonly Argument<string> _name = new("NAME") { Description = "The policy, as configured." };

    public PoliciesRollBackVerb(GatewayArguments gateway, JsonOption json) : base(
        "rollback",
        "The version before answers again: it is still warm. A swap of the policy that is under way ends. Exit code 1:"
        + " there is none.",
        "policygate policies rollback reach",
        "policygate policies rollback reach --now")
    {
        Add(_name);
        _takeover.AddTo(this);
        SetAction(parsed =>
        {
            var request = new AdminRequest(AdminAction.RollBack)
            {
                Policy = parsed.GetRequiredValue(_name), Takeover = _takeover.Read(parsed),
            };
            return SwapText.Write(
                gateway.Ask(parsed, request, _ => { }), parsed.GetValue(json), parsed.InvocationConfiguration);
        });
    }
}
