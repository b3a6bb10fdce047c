namespace PolicyGate.Tests.Fixtures;

/// <summary>An observation as it came to a policy server.</summary>
internal sealed record SeenObservation(long Timestep, double Timestamp, bool MustGo, byte[] Pickle);
