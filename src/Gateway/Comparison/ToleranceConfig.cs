using System.Globalization;
using PolicyGate.Gateway.Comparison.Report;

namespace PolicyGate.Gateway.Comparison;

/// <summary>How far apart two chunks may be and still be the same.</summary>
internal sealed record ToleranceConfig
{
    // Engines that run one model in float32 differ by 1e-6 to 1e-4 rad; OpenArm's joints come to rest within 1e-2, and
    // its encoders tell 4e-4 apart. A tenth of a degree is 2e-3.
    public const double DefaultRadians = 1e-3;

    public double Default { get; init; } = DefaultRadians;

    /// <summary>By joint.</summary>
    public IReadOnlyDictionary<string, double> ByJoint { get; init; } = new Dictionary<string, double>();

    /// <summary>Milliseconds by which B may be slower; null for a tenth of the control interval.</summary>
    public double? SlowerMilliseconds { get; init; }

    /// <param name="texts">Each <c>0.001</c>, for all joints, or <c>right_gripper=0.01</c>.</param>
    /// <param name="config">Null where an error is returned.</param>
    public static string? Parse(IReadOnlyList<string> texts, out ToleranceConfig? config)
    {
        config = null;
        double all = DefaultRadians;
        var byJoint = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.LastIndexOf('=');
            string number = text[(equals + 1)..];
            if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value) || value <= 0)
            {
                return $"--tolerance {text}: expected a number above 0, as 0.001, or JOINT=0.001";
            }
            if (equals < 0)
                all = value;
            else
                byJoint[text[..equals]] = value;
        }
        config = new ToleranceConfig { Default = all, ByJoint = byJoint };
        return null;
    }

    public double Of(string joint) => ByJoint.GetValueOrDefault(joint, Default);

    /// <summary>Joints that it names and that are not compared.</summary>
    public IEnumerable<string> Unknown(IReadOnlyList<string> joints) => ByJoint.Keys.Except(joints);

    /// <param name="slowerMilliseconds">By which B may be slower.</param>
    public ToleranceChoice Report(double slowerMilliseconds) => new(
        Default, ByJoint,
        Default == DefaultRadians
            ? "By default 0.001 rad: engines that run one model differ by 1e-6 to 1e-4, and what an arm's encoders and"
                + " its friction hide is larger."
            : "As given.",
        SpeedRule.Percent, slowerMilliseconds);
}
