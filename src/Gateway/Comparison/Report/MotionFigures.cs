namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>How a joint would move if a robot played the chunks as they were sent.</summary>
/// <param name="JerkRms">Per second³, of the third differences at the rate of <see cref="PlayedPath"/>.</param>
/// <param name="JerkMax">The largest of them.</param>
/// <param name="SeamJerkRms">Of those alone that a change of chunks cuts; null without one.</param>
/// <param name="Seams">Changes from one chunk to the next within an episode.</param>
/// <param name="SeamJumpMean">
/// How far the new chunk's first command lies from what the old one had for the same moment.
/// </param>
/// <param name="SeamJumpP95">Within 1 %.</param>
/// <param name="SeamJumpMax">The largest.</param>
internal sealed record MotionFigures(
    double JerkRms, double JerkMax, double? SeamJerkRms,
    long Seams, double SeamJumpMean, double SeamJumpP95, double SeamJumpMax);
