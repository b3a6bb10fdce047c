using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>Configuration errors for people: one line each, then how many.</summary>
internal static class ErrorList
{
    public static void Write(IReadOnlyList<ConfigurationError> errors, TextWriter output)
    {
        foreach (ConfigurationError error in errors)
            output.WriteLine($"error: {error}");
        string count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        output.WriteLine($"{count} in the configuration");
    }
}
