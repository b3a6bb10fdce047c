using System.Text.Json.Serialization;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Replay;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>How the reports of <c>--json</c> are written; generated, because reflection costs at start.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DriveReport))]
[JsonSerializable(typeof(GatewayHealth))]
[JsonSerializable(typeof(PluginsReport))]
[JsonSerializable(typeof(InspectReport))]
[JsonSerializable(typeof(ReplayReport))]
[JsonSerializable(typeof(AdminAnswer))]
// Replay has one of the same name.
[JsonSerializable(typeof(RobotClient.Measurement.Distribution), TypeInfoPropertyName = "RobotDistribution")]
internal sealed partial class ReportJson : JsonSerializerContext;
