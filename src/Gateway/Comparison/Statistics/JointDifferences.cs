using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison.Statistics;

/// <summary>How far both sides are apart in one joint, over all ticks.</summary>
internal sealed class JointDifferences
{
    private readonly RelativeHistogram _all = new();
    private readonly RelativeHistogram _sent = new();
    private readonly RelativeHistogram[] _steps;

    /// <param name="name">Of the joint.</param>
    /// <param name="tolerance">Largest difference that is none.</param>
    /// <param name="steps">Of the horizon.</param>
    public JointDifferences(string name, double tolerance, int steps)
    {
        (Name, Tolerance) = (name, tolerance);
        _steps = [.. Enumerable.Range(0, steps).Select(_ => new RelativeHistogram())];
    }

    public string Name { get; }

    public double Tolerance { get; }

    public JointMotionTally MotionA { get; } = new();

    public JointMotionTally MotionB { get; } = new();

    /// <summary>Where the models' chunks are furthest apart.</summary>
    public DifferencePlace? Where { get; private set; }

    public double MaxModel => _all.Max;

    public double MaxSent => _sent.Max;

    public bool IsDifferent => MaxModel > Tolerance || MaxSent > Tolerance;

    /// <returns>The absolute difference.</returns>
    public double AddModel(string session, long tick, int step, double a, double b)
    {
        double difference = Math.Abs(b - a);
        if (Where is null || difference > _all.Max)
            Where = new DifferencePlace(session, tick, step, a, b);
        _all.Add(difference);
        _steps[step].Add(difference);
        return difference;
    }

    public void AddSent(double difference) => _sent.Add(difference);

    public JointComparison Report() => new()
    {
        Name = Name,
        Tolerance = Tolerance,
        IsDifferent = IsDifferent,
        Model = _all.Figures(),
        Steps = [.. _steps.Select(step => step.Figures())],
        Sent = _sent.Figures(),
        Where = Where,
        A = MotionA.Figures(),
        B = MotionB.Figures(),
    };
}
