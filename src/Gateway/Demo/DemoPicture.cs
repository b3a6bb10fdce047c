namespace PolicyGate.Gateway.Demo;

/// <summary>One camera's picture, small.</summary>
/// <param name="Camera">As <c>head_left</c>.</param>
/// <param name="Png">The file's bytes.</param>
internal sealed record DemoPicture(string Camera, byte[] Png);
