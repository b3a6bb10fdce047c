namespace PolicyGate.Tests.Fixtures;

/// <summary>How a program ended and all that it said.</summary>
internal sealed record PythonResult(int ExitCode, string Output, string Errors, IReadOnlyList<string> Arguments)
{
    /// <summary>For the message of a failed test.</summary>
    public string Said => $"{string.Join(' ', Arguments)}\n{Output}\n{Errors}";
}
