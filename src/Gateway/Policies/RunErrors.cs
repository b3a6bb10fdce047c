using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Policies;

/// <summary>The one place where a backend's result becomes one of the gateway's errors.</summary>
internal static class RunErrors
{
    public static GatewayError ToGatewayError(string policy, RunResult result)
    {
        ErrorCode code = result.Status switch
        {
            RunStatus.InvalidInput => ErrorCode.InvalidArgument,
            RunStatus.Cancelled => ErrorCode.Cancelled,
            RunStatus.DeadlineExceeded => ErrorCode.DeadlineExceeded,
            RunStatus.DeviceLost or RunStatus.Unavailable => ErrorCode.Unavailable,
            _ => ErrorCode.Internal,
        };
        return new GatewayError(code, $"policy '{policy}': {result.Message ?? result.Status.ToString()}");
    }
}
