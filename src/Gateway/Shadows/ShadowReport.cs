namespace PolicyGate.Gateway.Shadows;

/// <summary>A route's shadow as it is now: all since the gateway began, or since its policy was swapped.</summary>
/// <param name="Route">That it looks at.</param>
/// <param name="Policy">By its name.</param>
/// <param name="Version">Of the policy, from 1.</param>
/// <param name="Runs">That went well.</param>
/// <param name="Compared">Of those, how many the robot's policy had a chunk beside.</param>
/// <param name="Failures">Runs that failed, or were late by the policy's own deadline.</param>
/// <param name="LastFailure">Why the last of them did; null where none did.</param>
/// <param name="NotFinite">Values of its chunks that are NaN or infinite; not in the differences.</param>
/// <param name="Shed">Ticks that it was not run on, by <see cref="ShadowShed"/>; those that occurred.</param>
/// <param name="LargestDifference">From what was served, in the robot's units; null where nothing was compared.</param>
/// <param name="MeanDifference">Of all values compared, without their signs.</param>
/// <param name="LastDifference">The last run's largest.</param>
/// <param name="MeanRunSeconds">Resize and run.</param>
/// <param name="LongestRunSeconds">Likewise.</param>
/// <param name="Joints">In the order of a row.</param>
internal sealed record ShadowReport(
    string Route, string Policy, int Version, long Runs, long Compared, long Failures, string? LastFailure,
    long NotFinite, IReadOnlyDictionary<string, long> Shed, double? LargestDifference, double? MeanDifference,
    double? LastDifference, double? MeanRunSeconds, double? LongestRunSeconds,
    IReadOnlyList<ShadowJointReport> Joints);
