namespace PolicyGate.Gateway.Policies;

/// <summary>Which version of a policy answers, and when robots at another come to it. Replaced whole.</summary>
internal sealed record PublishedPolicy(PolicyVersion Version, Takeover Takeover);
