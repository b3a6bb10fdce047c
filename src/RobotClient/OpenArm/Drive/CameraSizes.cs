using System.Globalization;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>The cameras of an OpenArm, in the order of the observer's columns, and their pictures' sizes.</summary>
public sealed class CameraSizes
{
    private const int MaximumSide = 8192;

    private CameraSizes(IReadOnlyList<CameraSize> all) => All = all;

    public IReadOnlyList<CameraSize> All { get; }

    /// <summary>As the stock arms have them.</summary>
    /// <param name="oneArm">The right one alone: there is no left wrist.</param>
    public static CameraSizes Stock(bool oneArm) => new([.. Defaults(oneArm)]);

    /// <param name="text">
    /// <c>120x192</c>, height by width, for all cameras; or some by the beginnings of their names, as
    /// <c>wrist=600x960,head=720x1280</c>, the others as in <see cref="Stock"/>.
    /// </param>
    /// <param name="oneArm">As in <see cref="Stock"/>.</param>
    /// <param name="error">Which part cannot be used.</param>
    /// <returns>Null where there is an error.</returns>
    public static CameraSizes? Parse(string text, bool oneArm, out string? error)
    {
        var all = Defaults(oneArm).ToList();
        error = null;
        foreach (string part in text.Split(','))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string prefix = equals < 0 ? "" : part[..equals].Trim();
            string[] sides = part[(equals + 1)..].Split('x');
            if (sides.Length != 2 || !TryReadSide(sides[0], out int height) || !TryReadSide(sides[1], out int width))
            {
                error = $"'{part}' is no size: expected HEIGHTxWIDTH, each 1 to {MaximumSide}, as 120x192";
                return null;
            }
            if (!all.Exists(camera => camera.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                error = $"no camera begins with '{prefix}'; there are "
                    + string.Join(", ", all.Select(camera => camera.Name));
                return null;
            }
            for (int i = 0; i < all.Count; i++)
            {
                if (all[i].Name.StartsWith(prefix, StringComparison.Ordinal))
                    all[i] = new CameraSize(all[i].Name, height, width);
            }
        }
        return new CameraSizes(all);
    }

    private static IEnumerable<CameraSize> Defaults(bool oneArm)
    {
        yield return new CameraSize("wrist_right", 600, 960);
        if (!oneArm)
            yield return new CameraSize("wrist_left", 600, 960);
        yield return new CameraSize("head_left", 720, 1280);
        yield return new CameraSize("head_right", 720, 1280);
        yield return new CameraSize("ceiling", 600, 960);
    }

    private static bool TryReadSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= MaximumSide;
}
