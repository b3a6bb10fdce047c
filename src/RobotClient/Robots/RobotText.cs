using System.Globalization;

namespace PolicyGate.RobotClient.Robots;

/// <summary>Joints and cameras as they are written on a command line.</summary>
public static class RobotText
{
    /// <param name="text">Names, as <c>shoulder.pos,elbow.pos</c>, or how many, as <c>7</c>.</param>
    /// <param name="error">What cannot be used.</param>
    /// <returns>Null where there is an error.</returns>
    public static IReadOnlyList<string>? ParseJoints(string text, out string? error)
    {
        bool isCount = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        IReadOnlyList<string> joints = isCount
            ? [.. Enumerable.Range(1, Math.Min(count, FeatureRules.MaximumJoints + 1)).Select(i => $"joint{i}.pos")]
            : text.Split(',', StringSplitOptions.TrimEntries);
        error = FeatureRules.Check(new RobotFeatures { Joints = joints });
        return error is null ? joints : null;
    }

    /// <param name="text">As <c>front:480x640,wrist:480x640</c>: names, heights, widths. Empty for none.</param>
    /// <param name="error">Which part cannot be used.</param>
    /// <returns>Null where there is an error.</returns>
    public static IReadOnlyList<RobotCamera>? ParseCameras(string text, out string? error)
    {
        var cameras = new List<RobotCamera>();
        StringSplitOptions split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string part in text.Split(',', split))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string[] sides = part[(colon + 1)..].Split('x');
            if (colon < 1 || sides.Length != 2 || !TryReadSide(sides[0], out int height)
                || !TryReadSide(sides[1], out int width))
            {
                error = $"'{part}' is no camera: expected NAME:HEIGHTxWIDTH, as front:480x640";
                return null;
            }
            cameras.Add(new RobotCamera(part[..colon], height, width));
        }
        // A joint that no camera is named for: the cameras alone are in question.
        error = FeatureRules.Check(new RobotFeatures { Joints = ["joint.pos"], Cameras = cameras });
        return error is null ? cameras : null;
    }

    private static bool TryReadSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side);
}
