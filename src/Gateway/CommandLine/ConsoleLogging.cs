using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>Logs on stderr, one line each with the time in UTC; stdout is left to answers.</summary>
internal static class ConsoleLogging
{
    /// <summary>For verbs that answer on stdout: only what hinders, from Warning on.</summary>
    public static ILoggerFactory CreateForWarnings() =>
        Create(new LoggingOptions { LogLevel = { ["Default"] = LogLevel.Warning } });

    public static ILoggerFactory Create(LoggingOptions options) => LoggerFactory.Create(builder =>
    {
        foreach ((string category, LogLevel level) in options.LogLevel)
        {
            bool isDefault = category.Equals("Default", StringComparison.OrdinalIgnoreCase);
            builder.AddFilter(isDefault ? null : category, level);
        }
        builder.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior =
                Console.IsErrorRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
