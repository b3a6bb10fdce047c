namespace PolicyGate.Gateway.Comparison.Report;

/// <param name="Outcome">What to go by.</param>
/// <param name="Reasons">A sentence each, the weightiest first; those of <see cref="VerdictOutcome.Same"/> say what was
/// found in place of a difference.</param>
/// <param name="DifferentJoints">Names of the joints beyond their tolerance; the worst first.</param>
internal sealed record ComparisonVerdict(
    VerdictOutcome Outcome, IReadOnlyList<string> Reasons, IReadOnlyList<string> DifferentJoints);
