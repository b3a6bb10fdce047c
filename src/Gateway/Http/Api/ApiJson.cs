using System.Text.Json.Serialization;
using PolicyGate.Gateway.Swaps;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>How <c>/api</c> tells what it tells, and what it takes: camel case, times as ISO 8601, no key that it does
/// not know.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(GatewayReport))]
[JsonSerializable(typeof(RobotsReport))]
[JsonSerializable(typeof(RobotTicksReport))]
[JsonSerializable(typeof(RoutesReport))]
[JsonSerializable(typeof(ShadowsReport))]
[JsonSerializable(typeof(PoliciesReport))]
[JsonSerializable(typeof(SwapBody))]
[JsonSerializable(typeof(RollBackBody))]
[JsonSerializable(typeof(ChangeAccepted))]
[JsonSerializable(typeof(SwapReport))]
internal sealed partial class ApiJson : JsonSerializerContext;
