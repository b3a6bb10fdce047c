namespace PolicyGate.Gateway.Http.Api;

/// <summary>A change has begun.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Change"><c>swap</c> or <c>rollback</c>.</param>
/// <param name="Progress">Where to look: <c>swapping</c> while it goes on, then <c>lastSwap</c>.</param>
internal sealed record ChangeAccepted(string Policy, string Change, string Progress);
