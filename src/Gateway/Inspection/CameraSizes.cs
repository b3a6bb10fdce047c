using System.Globalization;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Inspection;

/// <summary>The pictures' sizes that an operator names, as a request's metadata would.</summary>
internal sealed class CameraSizes
{
    private readonly Dictionary<string, (int Height, int Width)> _sizes = new(StringComparer.Ordinal);

    public IEnumerable<string> Cameras => _sizes.Keys;

    /// <param name="text"><c>CAMERA=HEIGHTxWIDTH</c>, the camera with the wire's prefix or without.</param>
    /// <returns>What is wrong with it; null when it was taken.</returns>
    public string? Add(string text)
    {
        string[] parts = text.Split('=');
        string[] sides = parts[^1].Split('x');
        if (parts.Length != 2 || sides.Length != 2 || !TryParse(sides[0], out int height)
            || !TryParse(sides[1], out int width))
        {
            return $"expected is CAMERA=HEIGHTxWIDTH, as head_left=720x1280, found '{text}'";
        }
        bool prefixed = parts[0].StartsWith(OpenArmNames.CameraPrefix, StringComparison.Ordinal);
        string camera = prefixed ? parts[0][OpenArmNames.CameraPrefix.Length..] : parts[0];
        return _sizes.TryAdd(camera, (height, width)) ? null : $"the size of {camera} is given twice";
    }

    /// <returns>0 where none was named: then it is guessed.</returns>
    public (int Height, int Width) Of(string camera) => _sizes.GetValueOrDefault(camera);

    private static bool TryParse(string side, out int pixels) =>
        int.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out pixels) && pixels > 0;
}
