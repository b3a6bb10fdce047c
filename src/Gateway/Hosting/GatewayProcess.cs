using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Hosting;

/// <summary>Stands in until the host is written.</summary>
internal static class GatewayProcess
{
    public static Task<int> RunAsync(GatewayConfig config, ILoggerFactory loggers, CancellationToken stop) =>
        throw new NotSupportedException($"{config} {loggers} {stop.CanBeCanceled}");
}
