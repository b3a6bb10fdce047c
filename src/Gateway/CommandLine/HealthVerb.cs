using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Health;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>health</c>: whether a gateway that runs here serves; what a container's health check calls.</summary>
internal sealed class HealthVerb : Verb
{
    private readonly Option<int?> _process = new("--pid")
    {
        Description = "Ask this process. Default: process 1, as in a container, else the only gateway of this user.",
        HelpName = "N",
    };

    private readonly JsonOption _json = new();

    public HealthVerb() : base(
        "health",
        "Asks a gateway that runs here whether it serves. Exit code 0: every policy is warm; 1: it is loading,"
        + " something is wrong, or there is none.",
        "policygate health",
        "policygate health --pid 4711 --json")
    {
        Add(_process);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        int process = parsed.GetValue(_process) ?? 0;
        GatewayHealth? health = null;
        GatewayError? error = process > 0 ? null : HealthQuestion.Find(out process);
        error ??= HealthQuestion.Ask(process, TimeProvider.System, out health);
        health ??= new GatewayHealth(Ready: false, error!.Message, []);
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(parsed.GetValue(_json)
            ? JsonSerializer.Serialize(health, ReportJson.Default.GatewayHealth)
            : Describe(health));
        return health.Ready ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Describe(GatewayHealth health)
    {
        if (health.Ready)
            return $"ready: {string.Join(", ", health.Policies.Select(policy => policy.Name))}";
        IEnumerable<string> loading = health.Policies.Where(policy => policy.Loading).Select(policy => policy.Name);
        return health.Problem is { } problem ? $"not ready: {problem}" : $"loading: {string.Join(", ", loading)}";
    }
}
