using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Recording;

/// <summary>How <c>recording.json</c> is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecordingManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
