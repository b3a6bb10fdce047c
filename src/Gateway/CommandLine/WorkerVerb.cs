using System.CommandLine;
using PolicyGate.Gateway.Workers.Inside;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>worker</c>: what a gateway starts for a policy with <c>Isolation: Process</c>; not for people.</summary>
internal sealed class WorkerVerb : Verb
{
    private readonly Option<int> _parent = new("--parent")
    {
        Description = "The gateway's process.",
        HelpName = "PID",
        Required = true,
    };

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "How much memory it may take.",
        HelpName = "BYTES",
    };

    public WorkerVerb() : base("worker", "Runs one policy for the gateway that started it.")
    {
        Hidden = true;
        Add(_parent);
        Add(_memory);
        SetAction(parsed => WorkerMain.Run(parsed.GetValue(_parent), parsed.GetValue(_memory)));
    }
}
