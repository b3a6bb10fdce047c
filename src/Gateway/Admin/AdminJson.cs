using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Admin;

/// <summary>The admin socket's lines. A key that is not known is refused, as in a configuration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AdminRequest))]
internal sealed partial class AdminJson : JsonSerializerContext;
