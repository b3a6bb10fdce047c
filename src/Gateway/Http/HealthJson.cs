using System.Text.Json.Serialization;
using PolicyGate.Gateway.Health;

namespace PolicyGate.Gateway.Http;

/// <summary>How health is written; generated, because reflection costs at start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
