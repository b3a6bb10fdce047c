namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>A robot's camera that its policy sees.</summary>
/// <param name="Key">In the robot's observations, UTF-8.</param>
/// <param name="Name">The robot's.</param>
/// <param name="Place">In <see cref="Observations.ObservationNeeds.Cameras"/>.</param>
/// <param name="Height">Of its pictures, as its features say.</param>
/// <param name="Width">Likewise.</param>
internal sealed record RobotCamera(byte[] Key, string Name, int Place, int Height, int Width);
