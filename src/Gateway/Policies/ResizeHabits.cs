namespace PolicyGate.Gateway.Policies;

/// <summary>What robots' own programs do with pictures where a policy names no <c>resize</c>.</summary>
internal static class ResizeHabits
{
    /// <summary>Pillow's default, as the OpenArm example server has it.</summary>
    public const ResizeMethod OpenArm = ResizeMethod.PillowBicubic;

    /// <summary><c>torch.nn.functional.interpolate</c> of bytes, as LeRobot's policy server has it.</summary>
    public const ResizeMethod LeRobot = ResizeMethod.TorchBilinear;

    public static IReadOnlyList<ResizeMethod> All { get; } = [OpenArm, LeRobot];
}
