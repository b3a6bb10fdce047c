using System.Text.Json.Serialization;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>How <c>--json</c> writes a report; generated, because a trimmed program has no reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LeRobotClientReport))]
internal sealed partial class RobotJson : JsonSerializerContext;
