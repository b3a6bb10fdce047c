namespace PolicyGate.Formats.LeRobot;

/// <summary>One camera's picture of an observation.</summary>
/// <param name="Name">The camera's.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Pixels">RGB, row by row, <c>Height · Width · 3</c> bytes.</param>
internal sealed record LeRobotPicture(string Name, int Height, int Width, ReadOnlyMemory<byte> Pixels);
