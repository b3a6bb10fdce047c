using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Shows a person how far a comparison is, and then what it found.</summary>
internal interface IComparisonView
{
    /// <summary>What is about to take a while.</summary>
    void Say(string line);

    /// <summary>Shows progress while the work is done.</summary>
    /// <param name="work">Is given what to call with the share that is done, 0 to 1.</param>
    void Follow(Action<Action<double>> work);

    void Show(ComparisonReport report);
}
