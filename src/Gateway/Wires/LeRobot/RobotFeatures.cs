using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// What of a robot's observations its policy uses, by the keys that the robot has for it: its <c>lerobot_features</c>
/// held against the policy, once.
/// </summary>
internal sealed class RobotFeatures
{
    private const string StateName = "observation.state";
    private const string PositionSuffix = ".pos";

    private RobotFeatures(IEnumerable<string> joints, IReadOnlyList<RobotCamera> cameras)
    {
        Joints = [.. joints.Select(Encoding.UTF8.GetBytes)];
        Cameras = [.. cameras];
    }

    /// <summary>Keys of the state's values, in the policy's order.</summary>
    public byte[][] Joints { get; }

    /// <summary>Those that the policy sees; others that the robot sends are passed over.</summary>
    public RobotCamera[] Cameras { get; }

    /// <summary>Everything that the policy needs and the robot does not send is told at once.</summary>
    /// <param name="config">What the robot sent.</param>
    /// <param name="policy">What it asked for.</param>
    /// <param name="limits">How many joints it may have.</param>
    /// <param name="features">What is used of its observations.</param>
    public static GatewayError? Create(
        RemotePolicyConfig config, ServedPolicy policy, LimitsOptions limits, out RobotFeatures? features)
    {
        features = null;
        List<string> errors = [];
        IReadOnlyList<string> joints = FindJoints(config, policy.Description, errors);
        if (joints.Count > limits.Positions)
            errors.Add($"it has {joints.Count} joints, and at most {limits.Positions} are read (Limits:Positions)");
        List<RobotCamera> cameras = [];
        for (int place = 0; place < policy.Needs.Cameras.Count; place++)
        {
            string name = TensorRoles.ImagePrefix + policy.Needs.Cameras[place];
            if (Find(config, name) is { } feature)
                AddCamera(feature, name, place, cameras, errors);
            else
                errors.Add($"the policy needs {name}, and the robot sends no such feature ({Names(config)}); connect"
                    + " that camera, or name it with rename_map");
        }
        if (policy.Needs.History.Count > 1)
            errors.Add("the policy sees several moments, and a LeRobot robot sends one");
        if (errors.Count > 0)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"policy '{policy.Name}' cannot drive this robot: {string.Join("; ", errors)}");
        }
        features = Of(joints, cameras);
        return null;
    }

    /// <summary>Those of a robot that was held against its policy already.</summary>
    public static RobotFeatures Of(IEnumerable<string> joints, IReadOnlyList<RobotCamera> cameras) =>
        new(joints, cameras);

    private static IReadOnlyList<string> FindJoints(
        RemotePolicyConfig config, PolicyDescription policy, List<string> errors)
    {
        LeRobotFeature? feature = Find(config, StateName);
        TensorDescription? state = policy.Inputs.FirstOrDefault(input => input.Spec.Role is TensorRole.State);
        if (state is null)
            return feature?.Names ?? [];
        int width = state.Spec.Shape[^1].Size;
        if (feature is null)
        {
            errors.Add($"the policy needs {StateName} with {width} values, and the robot sends no such feature"
                + $" ({Names(config)})");
            return [];
        }
        if (feature.Names.Count != width)
        {
            errors.Add($"the policy needs {width} values in {StateName}{InWords(state.Names)}, the robot sends"
                + $" {feature.Names.Count}{InWords(feature.Names)}");
        }
        else if (OrderDiffers(feature.Names, state.Names))
        {
            errors.Add($"the policy has the joints of {StateName} in the order {string.Join(", ", state.Names)}, the"
                + $" robot in the order {string.Join(", ", feature.Names)}: each would get another joint's command");
        }
        return feature.Names;
    }

    private static void AddCamera(
        LeRobotFeature feature, string name, int place, List<RobotCamera> cameras, List<string> errors)
    {
        const int Channels = 3;
        if (feature.DataType is not ("image" or "video") || feature.Shape is not [> 0, > 0, Channels])
        {
            errors.Add($"{feature.Name} is {feature.DataType} [{string.Join(", ", feature.Shape)}], expected an image"
                + " or video of [height, width, 3]");
            return;
        }
        // The robot's observations have a camera under its own name, without the prefix.
        string key = feature.Name.StartsWith(TensorRoles.ImagePrefix, StringComparison.Ordinal)
            ? feature.Name[TensorRoles.ImagePrefix.Length..]
            : feature.Name;
        cameras.Add(new RobotCamera(
            Encoding.UTF8.GetBytes(key), key, place, feature.Shape[0], feature.Shape[1]));
    }

    /// <summary>The robot's feature that the policy knows by this name.</summary>
    private static LeRobotFeature? Find(RemotePolicyConfig config, string name) => config.Features.FirstOrDefault(
        feature => config.RenameMap.GetValueOrDefault(feature.Name, feature.Name) == name);

    /// <summary>Whether both name the same joints, in another order.</summary>
    private static bool OrderDiffers(IReadOnlyList<string> robot, IReadOnlyList<string> policy)
    {
        string[] ours = [.. policy.Select(WithoutSuffix)];
        string[] theirs = [.. robot.Select(WithoutSuffix)];
        return ours.ToHashSet(StringComparer.Ordinal).SetEquals(theirs) && !ours.SequenceEqual(theirs);
    }

    private static string WithoutSuffix(string joint) => joint.EndsWith(PositionSuffix, StringComparison.Ordinal)
        ? joint[..^PositionSuffix.Length]
        : joint;

    private static string Names(RemotePolicyConfig config) => config.Features.Count == 0
        ? "it sends none"
        : $"it sends {string.Join(", ", config.Features.Select(feature => feature.Name))}";

    private static string InWords(IReadOnlyList<string> joints) =>
        joints.Count == 0 ? "" : $" ({joints[0]} … {joints[^1]})";
}
