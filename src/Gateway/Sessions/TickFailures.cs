using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Sessions;

/// <summary>One robot's failed ticks: counted, and told once for each reason in a row.</summary>
/// <param name="robot">Names it in logs.</param>
/// <param name="action">What a failed tick is to come to.</param>
/// <param name="logger">Told.</param>
/// <param name="log">How many lines the robot may still cause.</param>
internal sealed class TickFailures(string robot, FailureAction action, ILogger logger, LogBudget log)
{
    private readonly FailureCounter _counter = new(action);
    private ErrorCode _last;

    /// <summary>Failed ticks since the last good one.</summary>
    public int InARow => _counter.InARow;

    /// <returns>Whether the tick is to be a hold.</returns>
    public bool Failed(GatewayError error)
    {
        bool hold = _counter.Failed();
        // Once for each reason in a row: thirty times a second would hide everything else.
        if ((InARow == 1 || error.Code != _last) && log.Spend())
            Log.TickFailed(logger, robot, error.Code, error.Message);
        _last = error.Code;
        return hold;
    }

    public void Succeeded()
    {
        if (InARow > 0 && log.Spend())
            Log.Recovered(logger, robot, InARow);
        _counter.Succeeded();
    }
}
