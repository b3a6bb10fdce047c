namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>LeRobot's types of features that can be served.</summary>
internal static class FeatureTypes
{
    public const string State = "STATE";
    public const string Visual = "VISUAL";
    public const string Action = "ACTION";
}
