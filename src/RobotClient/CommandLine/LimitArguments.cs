using System.CommandLine;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>The options that say what no command may exceed.</summary>
internal sealed class LimitArguments
{
    private readonly Option<LimitsFile?> _file = new("--robot.limits")
    {
        Description = "Limits of each joint, as robots/*.json has them: no command goes beyond them.",
        HelpName = "FILE",
        CustomParser = result =>
        {
            (LimitsFile? file, IReadOnlyList<string> errors) = LimitsFileReader.Read(result.Tokens[0].Value);
            foreach (string error in errors)
                result.AddError($"--robot.limits: {error}");
            return file;
        },
    };

    private readonly Option<RelativeTarget?> _relativeTarget = CheckedOption.Of<RelativeTarget?>(
        "--robot.max-relative-target",
        """a number above 0, or one for each joint, as {"gripper": 10}""", RelativeTarget.Read);

    public LimitArguments()
    {
        _relativeTarget.HelpName = "NUMBER|JSON";
        _relativeTarget.Description = "The farthest that a command may be from where the joint is, in the robot's "
            + "units: one number, or JSON by joint.";
    }

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_relativeTarget);
    }

    /// <param name="parsed">Without errors.</param>
    public RobotLimits Read(ParseResult parsed)
    {
        var joints = new Dictionary<string, JointLimit>(
            parsed.GetValue(_file)?.Joints ?? new Dictionary<string, JointLimit>(), StringComparer.Ordinal);
        RelativeTarget? relative = parsed.GetValue(_relativeTarget);
        foreach ((string joint, double farthest) in relative?.OfJoints ?? new Dictionary<string, double>())
            joints[joint] = joints.GetValueOrDefault(joint, new JointLimit()) with { RelativeTarget = farthest };
        return new RobotLimits { Joints = joints, RelativeTarget = relative?.OfAll };
    }

    public IReadOnlyList<string> Notes(ParseResult parsed) => parsed.GetValue(_file) is { HasMotionLimits: true } file
        ?
        [
            $"{file.Path}: MaximumAcceleration and MaximumJerk do not hold here; a gateway's guard keeps them"
                + " (docs/safety.md)",
        ]
        : [];
}
