using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Admin;

/// <summary>The admin socket's answers; a newer gateway may say more than is known here.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AdminAnswer))]
internal sealed partial class AdminAnswerJson : JsonSerializerContext;
