using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>Hands log lines to the gateway.</summary>
internal sealed class ControlLoggerProvider(ControlChannel<FromWorker, ToWorker> control) : ILoggerProvider
{
    private volatile int _least = (int)LogLevel.Information;

    /// <summary>What the gateway would not write is not sent.</summary>
    public LogLevel Least
    {
        get => (LogLevel)_least;
        set => _least = (int)value;
    }

    public ILogger CreateLogger(string categoryName) => new ControlLogger(this, control, categoryName);

    public void Dispose()
    {
    }
}
