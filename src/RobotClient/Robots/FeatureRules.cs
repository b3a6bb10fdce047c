namespace PolicyGate.RobotClient.Robots;

/// <summary>What names and sizes a LeRobot server can tell apart.</summary>
internal static class FeatureRules
{
    /// <summary>Joints, and actions; a humanoid with hands has under 100.</summary>
    public const int MaximumJoints = 256;

    public const int MaximumCameras = 16;

    public const int MaximumNameLength = 64;

    /// <summary>Pixels of a picture's height or width.</summary>
    public const int MaximumSide = 8192;

    // The instruction stands in the same dictionary as joints and pictures.
    private const string Task = "task";

    /// <returns>What cannot be used; null where all can.</returns>
    public static string? Check(RobotFeatures features)
    {
        if (features.Joints.Count is < 1 or > MaximumJoints)
            return $"{features.Joints.Count} joints: expected 1 to {MaximumJoints}";
        if (features.Actions.Count is < 1 or > MaximumJoints)
            return $"{features.Actions.Count} actions: expected 1 to {MaximumJoints}";
        if (features.Cameras.Count > MaximumCameras)
            return $"{features.Cameras.Count} cameras: at most {MaximumCameras}";
        IEnumerable<string> cameras = features.Cameras.Select(camera => camera.Name);
        return CheckNames([.. features.Joints, .. cameras]) ?? CheckNames(features.Actions)
            ?? features.Cameras.Select(CheckSize).FirstOrDefault(problem => problem is not null);
    }

    private static string? CheckNames(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name.Length is 0 or > MaximumNameLength || name.Any(IsUnfit))
                return $"the name '{Shown(name)}': expected 1 to {MaximumNameLength} visible ASCII characters";
            if (name == Task)
                return $"a joint or camera is named {Task}: that is where the instruction stands";
            if (!seen.Add(name))
                return $"'{name}' is there twice: each joint, action and camera has a name of its own";
        }
        return null;
    }

    private static string? CheckSize(RobotCamera camera) =>
        camera.Height is < 1 or > MaximumSide || camera.Width is < 1 or > MaximumSide
            ? $"camera {camera.Name} is {camera.Height}x{camera.Width}: each side is 1 to {MaximumSide} pixels"
            : null;

    private static string Shown(string name) => string.Concat(
        name.Take(MaximumNameLength).Select(character => IsUnfit(character) ? '?' : character));

    private static bool IsUnfit(char character) => character is <= ' ' or > '~';
}
