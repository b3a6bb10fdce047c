namespace PolicyGate.Gateway.Demo;

/// <summary>What the robot showed in one recorded tick, for people.</summary>
/// <param name="Position">Measured joints by the wire's index.</param>
/// <param name="Pictures">In the cameras' order.</param>
internal sealed record DemoFrame(float[] Position, IReadOnlyList<DemoPicture> Pictures);
