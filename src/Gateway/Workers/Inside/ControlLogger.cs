using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>One category's log lines, to the gateway.</summary>
internal sealed class ControlLogger(
    ControlLoggerProvider provider, ControlChannel<FromWorker, ToWorker> control, string category) : ILogger
{
    // A stack trace of some depth; the gateway takes no endless line.
    private const int MaximumCharacters = 8000;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Least && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        string message = formatter(state, exception);
        if (exception is not null)
            message = $"{message} {exception}";
        if (message.Length > MaximumCharacters)
            message = message[..MaximumCharacters];
        control.TryWrite(new FromWorker.Logged(logLevel, category, eventId.Id, message));
    }
}
