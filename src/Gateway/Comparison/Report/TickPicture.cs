using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>One camera's picture as the robot sent it.</summary>
/// <param name="Camera">Its name without a wire's prefix.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Rgb">Rows from the top, three bytes a pixel; not in <c>report.json</c>.</param>
internal sealed record TickPicture(
    string Camera, int Height, int Width, [property: JsonIgnore] ReadOnlyMemory<byte> Rgb);
