using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Workers;

/// <summary>Writes a worker's log lines as if they were the gateway's own, within a budget.</summary>
/// <remarks>Called by one thread.</remarks>
internal sealed class WorkerLogs(int process, WorkerTerms terms)
{
    // The backend, the plugin host, the worker itself; a backend with many categories writes under the policy's.
    private const int MaximumCategories = 16;

    private readonly LogBudget _budget = new(terms.Limits.WorkerLogLines, terms.Time);
    private readonly Dictionary<string, ILogger> _loggers = [];
    private int _left;

    public void Write(FromWorker.Logged line)
    {
        if (!_budget.Spend())
        {
            _left++;
            return;
        }
        if (_left > 0)
            Log.LinesLeftOut(terms.Logger, process, _left);
        _left = 0;
        LoggerOf(line.Category).Log(
            line.Level, new EventId(line.EventId), line.Message, exception: null, static (message, _) => message);
    }

    private ILogger LoggerOf(string category)
    {
        if (_loggers.TryGetValue(category, out ILogger? logger))
            return logger;
        if (_loggers.Count == MaximumCategories)
            return terms.Logger;
        return _loggers[category] = terms.Loggers.CreateLogger(category);
    }
}
