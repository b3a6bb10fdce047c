using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>Which joints a chart shows first.</summary>
internal static class JointOrder
{
    /// <summary>Indices, by how many tolerances the models are apart; those alike in the robot's order.</summary>
    public static IEnumerable<int> WorstFirst(ComparisonReport report) => Enumerable.Range(0, report.Joints.Count)
        .OrderByDescending(i => report.Joints[i].IsDifferent)
        .ThenByDescending(i => Quantity.Tolerances(report.Joints[i].Model.Max, report.Joints[i].Tolerance));
}
