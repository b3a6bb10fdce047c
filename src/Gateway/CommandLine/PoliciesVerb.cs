using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Admin;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>policies</c>: those of a running gateway; and others in their place.</summary>
internal sealed class PoliciesVerb : Verb
{
    private readonly GatewayArguments _gateway = new();
    private readonly JsonOption _json = new() { Recursive = true };

    public PoliciesVerb() : base(
        "policies",
        "Lists the policies of a gateway that runs here; swap and rollback change them while robots are there.",
        "policygate policies",
        "policygate policies --gateway 4711 --json",
        "policygate policies swap reach policies/reach-2",
        "policygate policies rollback reach --now")
    {
        _gateway.AddTo(this);
        Add(_json);
        Add(new PoliciesSwapVerb(_gateway, _json));
        Add(new PoliciesRollBackVerb(_gateway, _json));
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        AdminAnswer answer = _gateway.Ask(parsed, new AdminRequest(AdminAction.List), _ => { });
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize(answer, ReportJson.Default.AdminAnswer));
        else if (answer.Policies is { } policies)
            PolicyTable.Write(policies, output);
        if (answer.Policies is not null)
            return ExitCodes.Ok;
        parsed.InvocationConfiguration.Error.WriteLine(answer.Error);
        return ExitCodes.Failed;
    }
}
