using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Replay;

/// <summary>
/// What kept a tick from its answer and cannot happen again by itself: a file that was gone, a run that was late. As
/// the clock it is taken from the recording, so that the ticks after it can be compared.
/// </summary>
internal static class RecordedFailures
{
    /// <summary>Why there is no observation to be read; null where there is one.</summary>
    public static GatewayError? OfReading(RecordedTick tick) => !tick.Observation.IsEmpty
        ? null
        : Of(tick) ?? new GatewayError(ErrorCode.NotFound, "the recording does not have this observation");

    /// <summary>Why the policy did not come to an answer, for a reason that is not its own.</summary>
    public static GatewayError? OfRunning(RecordedTick tick) => Of(tick) is
    {
        Code: ErrorCode.DeadlineExceeded or ErrorCode.Overloaded or ErrorCode.Unavailable or ErrorCode.Cancelled,
    } failure
        ? failure
        : null;

    private static GatewayError? Of(RecordedTick tick)
    {
        int code = (int)tick.Reason - TickReasons.FirstFailure;
        return code < 0 ? null : new GatewayError((ErrorCode)code, tick.Error ?? "it failed when it was recorded");
    }
}
