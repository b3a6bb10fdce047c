using System.CommandLine;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Health;
using PolicyGate.RobotClient.CommandLine;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>Which running gateway a verb speaks to, and the exchange with it.</summary>
internal sealed class GatewayArguments
{
    private readonly Option<int?> _process = new("--gateway")
    {
        Description = "Speak to this process. Default: process 1, as in a container, else the only gateway of this"
            + " user.",
        HelpName = "PID",
        Recursive = true,
    };

    private readonly Option<string?> _socket = new("--socket")
    {
        Description = "Speak to the gateway whose admin socket this is.",
        HelpName = "PATH",
        Recursive = true,
    };

    public void AddTo(Command verb)
    {
        verb.Add(_process);
        verb.Add(_socket);
    }

    /// <summary>Asks, and waits; Ctrl+C ends the wait.</summary>
    /// <returns>What was answered, or why nothing was.</returns>
    public AdminAnswer Ask(ParseResult parsed, AdminRequest request, Action<string> progress)
    {
        AdminClient? client = null;
        GatewayError? error = FindSocket(parsed, out string? path) ?? AdminClient.Connect(path!, out client);
        if (error is not null)
            return new AdminAnswer { Error = error.Message };
        using AdminClient connected = client!;
        using var signals = new StopSignals();
        try
        {
            return connected.AskAsync(request, progress, signals.Stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return new AdminAnswer { Error = "ended before it was done; what had not taken over will not" };
        }
    }

    private GatewayError? FindSocket(ParseResult parsed, out string? path)
    {
        path = parsed.GetValue(_socket);
        if (path is not null)
        {
            path = Path.GetFullPath(path);
            return null;
        }
        int process = parsed.GetValue(_process) ?? 0;
        GatewayHealth? health = null;
        GatewayError? error = process > 0 ? null : HealthQuestion.Find(out process, "--gateway");
        error ??= HealthQuestion.Ask(process, TimeProvider.System, out health);
        path = health?.Admin;
        return error ?? (path is not null ? null : new GatewayError(ErrorCode.Unsupported,
            $"process {process} has no admin socket: its log says why (Admin:On, Admin:Socket)"));
    }
}
