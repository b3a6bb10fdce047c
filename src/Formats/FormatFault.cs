namespace PolicyGate.Formats;

/// <summary>One expected failure of a format. Methods that can fail return one, or null when all went well.</summary>
/// <param name="Kind">Which of the closed set.</param>
/// <param name="Message">What was wrong, where, what was expected and found.</param>
internal sealed record FormatFault(FormatFaultKind Kind, string Message)
{
    public static FormatFault Malformed(string message) => new(FormatFaultKind.Malformed, message);

    public static FormatFault Unsupported(string message) => new(FormatFaultKind.Unsupported, message);

    public static FormatFault LimitExceeded(string message) => new(FormatFaultKind.LimitExceeded, message);

    public static FormatFault Unreadable(string message) => new(FormatFaultKind.Unreadable, message);

    public override string ToString() => $"{Kind}: {Message}";
}
