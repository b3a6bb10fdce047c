using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>Kestrel's log lines, within a budget: a peer can provoke some that are warnings, even critical.</summary>
/// <remarks>
/// Its informations are all about single requests (one that was not read to its end, one that was read too slowly), of
/// which robots make sixty a second: they are kept for those who ask for Debug.
/// </remarks>
internal sealed class BoundedLoggers(ILoggerFactory inner, GrpcLogBudget budget) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Bounded(inner.CreateLogger(categoryName), budget);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one is its maker's.
    }

    private sealed class Bounded(ILogger inner, GrpcLogBudget budget) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) =>
            inner.IsEnabled(logLevel is LogLevel.Information ? LogLevel.Debug : logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && (logLevel <= LogLevel.Information || budget.Spend()))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
