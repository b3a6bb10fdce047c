using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Workers;

/// <summary>How the lines between gateway and worker are written and read.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ToWorker))]
[JsonSerializable(typeof(FromWorker))]
internal sealed partial class ControlJson : JsonSerializerContext;
