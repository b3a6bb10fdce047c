using System.Globalization;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>Cameras as they are typed: <c>front:480x640,wrist:240x320</c>, height by width.</summary>
internal static class CameraList
{
    // A picture of 8K; what is beyond is a slip.
    private const int MostPixels = 8192;

    /// <returns>Null where a part is none, or a name stands there twice.</returns>
    public static RobotCamera[]? Read(string text)
    {
        var cameras = new List<RobotCamera>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            string[] size = part[(colon + 1)..].Split('x');
            if (colon < 1 || size.Length != 2 || !TryRead(size[0], out int height) || !TryRead(size[1], out int width)
                || cameras.Exists(other => other.Name == part[..colon]))
            {
                return null;
            }
            cameras.Add(new RobotCamera(part[..colon], height, width));
        }
        return [.. cameras];
    }

    private static bool TryRead(string text, out int pixels) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pixels)
        && pixels is > 0 and <= MostPixels;
}
