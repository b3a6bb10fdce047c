using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>A robot that was served, as it is kept for the gateway's next process.</summary>
/// <param name="Address">Where it came from.</param>
/// <param name="Key">What its calls name it by; null where its connection does.</param>
/// <param name="Instructions">As it sent them: pickled, and read again as data.</param>
internal sealed record RememberedRobot(
    [property: JsonRequired] string Address, string? Key, [property: JsonRequired] byte[] Instructions);
