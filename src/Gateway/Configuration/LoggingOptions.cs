using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Configuration;

/// <summary>The part of Microsoft.Extensions.Logging's own section that the gateway reads.</summary>
internal sealed class LoggingOptions
{
    /// <summary>
    /// Least level that is written, by category or the beginning of one; <c>Default</c> for all others. Information
    /// where nothing is said: a few lines at start and end, and what an operator should see.
    /// </summary>
    public Dictionary<string, LogLevel> LogLevel { get; } = new(StringComparer.OrdinalIgnoreCase);
}
