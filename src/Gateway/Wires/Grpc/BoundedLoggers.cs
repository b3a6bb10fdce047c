using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>
/// Kestrel's log lines, within a budget: some of those that a peer can provoke are informations, warnings, even critical.
/// </summary>
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

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            // Whoever asked for Debug wants all of it.
            if (inner.IsEnabled(logLevel) && (logLevel <= LogLevel.Debug || budget.Spend()))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
