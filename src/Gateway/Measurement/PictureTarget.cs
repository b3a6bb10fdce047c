using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Measurement;

/// <summary>A picture as the model takes it.</summary>
/// <param name="Camera">Without a wire's prefix, as <c>head_left</c>.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PictureTarget(string Camera, int Height, int Width);
