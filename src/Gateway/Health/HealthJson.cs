using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Health;

/// <summary>How health is told to other processes, of other versions too: one line, camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayHealth))]
internal sealed partial class HealthJson : JsonSerializerContext;
