namespace PolicyGate.Abstractions;

/// <summary>How a run ended.</summary>
/// <param name="Status">Whether the outputs hold an answer.</param>
/// <param name="Message">For anything but <see cref="RunStatus.Ok"/>: what was wrong, expected and found.</param>
public readonly record struct RunResult(RunStatus Status, string? Message)
{
    /// <summary>The outputs hold an answer.</summary>
    public static RunResult Ok => new(RunStatus.Ok, null);
}
