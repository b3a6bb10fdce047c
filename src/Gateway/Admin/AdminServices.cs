using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Admin;

/// <summary>What every connection to the admin socket shares.</summary>
internal sealed record AdminServices(IPolicyControl Control, LimitsOptions Limits, TimeProvider Time, ILogger Logger);
