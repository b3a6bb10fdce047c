using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Routes;

/// <summary>What a robot brings to each seat that it takes.</summary>
/// <param name="Robot">Names it in logs.</param>
/// <param name="Observe">Makes what its wire decodes into.</param>
/// <param name="Logger">Told of changes.</param>
/// <param name="Log">How many lines the robot may still cause.</param>
internal sealed record SeatTerms(
    string Robot, Func<ServedPolicy, Observation> Observe, ILogger Logger, LogBudget Log)
{
    /// <summary>Whether the robot can be driven by a policy; by any, where its wire does not judge.</summary>
    public Func<ServedPolicy, GatewayError?> Fits { get; init; } = _ => null;
}
