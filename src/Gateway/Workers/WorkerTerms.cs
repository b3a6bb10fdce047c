using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Workers;

/// <summary>What holds for all workers of a policy.</summary>
internal sealed record WorkerTerms(
    string Policy, WorkerConfig Config, LimitsOptions Limits, ILoggerFactory Loggers, TimeProvider Time)
{
    public ILogger Logger { get; } = Loggers.CreateLogger("PolicyGate.Workers");
}
