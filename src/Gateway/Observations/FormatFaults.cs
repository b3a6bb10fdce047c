using PolicyGate.Formats;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>The one place where a format's faults become the gateway's errors.</summary>
internal static class FormatFaults
{
    public static GatewayError ToError(this FormatFault fault) => new(Code(fault.Kind), fault.Message);

    private static ErrorCode Code(FormatFaultKind kind) => kind switch
    {
        FormatFaultKind.Unsupported => ErrorCode.Unsupported,
        FormatFaultKind.LimitExceeded => ErrorCode.Overloaded,
        _ => ErrorCode.InvalidArgument,
    };
}
