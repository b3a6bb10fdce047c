using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Workers;

/// <summary>What becomes of worker processes.</summary>
internal static partial class Log
{
    [LoggerMessage(800, LogLevel.Information,
        "policy '{Policy}': worker process {Process} has loaded it after {Milliseconds:0} ms")]
    public static partial void Loaded(ILogger logger, string policy, int process, double milliseconds);

    [LoggerMessage(801, LogLevel.Information,
        "policy '{Policy}': worker process {Process} stands by, warm after {Milliseconds:0} ms")]
    public static partial void SpareReady(ILogger logger, string policy, int process, double milliseconds);

    [LoggerMessage(802, LogLevel.Warning,
        "policy '{Policy}': worker process {Process} serves it now, warm after {Milliseconds:0} ms")]
    public static partial void Replaced(ILogger logger, string policy, int process, double milliseconds);

    [LoggerMessage(803, LogLevel.Error, "policy '{Policy}': worker process {Process} {Reason}; {Next}")]
    public static partial void Died(ILogger logger, string policy, int process, string reason, string next);

    [LoggerMessage(804, LogLevel.Warning,
        "policy '{Policy}': worker process {Process} is late and has {Grace} more; {Next}")]
    public static partial void Late(ILogger logger, string policy, int process, TimeSpan grace, string next);

    [LoggerMessage(805, LogLevel.Information, "policy '{Policy}': worker process {Process} answered late; it {Next}")]
    public static partial void Recovered(ILogger logger, string policy, int process, string next);

    [LoggerMessage(806, LogLevel.Error, "policy '{Policy}': no worker process could be made ready: {Reason}; {Next}")]
    public static partial void StartFailed(ILogger logger, string policy, string reason, string next);

    [LoggerMessage(807, LogLevel.Critical, "policy '{Policy}' is out of service: {Reason}")]
    public static partial void OutOfService(ILogger logger, string policy, string reason);

    [LoggerMessage(808, LogLevel.Warning, "worker process {Process} printed: {Line}")]
    public static partial void Printed(ILogger logger, int process, string line);

    [LoggerMessage(809, LogLevel.Warning,
        "worker process {Process}: {Lines} log lines were left out (Limits:WorkerLogLines)")]
    public static partial void LinesLeftOut(ILogger logger, int process, int lines);

    [LoggerMessage(810, LogLevel.Error, "the backend threw in a run")]
    public static partial void BackendThrew(ILogger logger, Exception bug);

    [LoggerMessage(811, LogLevel.Information,
        "policy '{Policy}': the first run of worker process {Process} came to {Status}: {Message}")]
    public static partial void WarmedUpWithout(
        ILogger logger, string policy, int process, Abstractions.RunStatus status, string? message);
}
