namespace PolicyGate.Gateway.Errors;

/// <summary>One expected failure. Methods that can fail return one, or null when all went well.</summary>
/// <param name="Code">Which of the closed set.</param>
/// <param name="Message">What was wrong, where, what was expected and found, and how to mend it.</param>
internal sealed record GatewayError(ErrorCode Code, string Message)
{
    public override string ToString() => $"{Code}: {Message}";
}
