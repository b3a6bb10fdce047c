namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>How far apart two chunks may be and still be the same.</summary>
/// <param name="Default">Of joints that <paramref name="ByJoint"/> does not name.</param>
/// <param name="ByJoint">As given.</param>
/// <param name="How">Why just that.</param>
/// <param name="SlowerPercent">B is slower only beyond this.</param>
/// <param name="SlowerMilliseconds">And only beyond this.</param>
internal sealed record ToleranceChoice(
    double Default, IReadOnlyDictionary<string, double> ByJoint, string How,
    double SlowerPercent, double SlowerMilliseconds);
