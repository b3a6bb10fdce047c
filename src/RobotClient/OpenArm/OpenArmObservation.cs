using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>What a robot shows in one tick.</summary>
/// <param name="File">The Arrow file's bytes.</param>
/// <param name="Metadata">A JSON object; its <c>timestamp</c> is made new when it is sent.</param>
/// <param name="Reset">An episode begins.</param>
public readonly record struct OpenArmObservation(ReadOnlyMemory<byte> File, JsonElement Metadata, bool Reset);
