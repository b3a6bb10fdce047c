using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>What a <c>GetActions</c> comes to.</summary>
/// <param name="Message">The whole message; empty where there are no actions.</param>
/// <param name="Error">Why there are none, where it is not for want of an observation.</param>
internal readonly record struct ActionsAnswer(ReadOnlyMemory<byte> Message, GatewayError? Error);
