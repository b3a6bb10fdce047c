namespace PolicyGate.Gateway.Shadows;

/// <param name="Name">As the policy has it.</param>
/// <param name="Mean">Difference from what was served, without its sign, in the robot's units.</param>
/// <param name="Largest">Likewise.</param>
internal sealed record ShadowJointReport(string Name, double Mean, double Largest);
