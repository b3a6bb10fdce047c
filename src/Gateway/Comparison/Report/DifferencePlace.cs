namespace PolicyGate.Gateway.Comparison.Report;

/// <param name="Session">Of the input.</param>
/// <param name="Tick">Of the session.</param>
/// <param name="Step">Of <see cref="SharedGround.Steps"/>.</param>
/// <param name="A">The joint's position there.</param>
/// <param name="B">Likewise.</param>
internal sealed record DifferencePlace(string Session, long Tick, int Step, double A, double B);
