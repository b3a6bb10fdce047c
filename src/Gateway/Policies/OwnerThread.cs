using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>A thread of a policy's own, the only kind that enters its backend.</summary>
internal sealed class OwnerThread
{
    private readonly InferenceQueue _queue;
    private readonly PolicyHealth _health;
    private readonly ILogger _logger;
    private readonly Thread _thread;

    public OwnerThread(string policy, int number, InferenceQueue queue, PolicyHealth health, ILogger logger)
    {
        (_queue, _health, _logger) = (queue, health, logger);
        _thread = new Thread(Work) { Name = $"policy {policy} {number}", IsBackground = true };
        _thread.Start();
    }

    /// <returns>Whether the thread has ended.</returns>
    public bool Join(TimeSpan limit) => _thread.Join(limit);

    private void Work()
    {
        while (_queue.Take() is { } ticket)
        {
            InferenceSlot slot = ticket.Slot!;
            slot.Result = Run(slot);
            _queue.Complete(ticket);
        }
    }

    private RunResult Run(InferenceSlot slot)
    {
        try
        {
            RunResult result = slot.Inference.Run(slot.Arguments);
            if (result.Status is RunStatus.DeviceLost)
                _health.Fault($"the device is gone: {result.Message}");
            return result;
        }
#pragma warning disable CA1031 // A throw is a bug of the backend: it costs its policy, never the gateway.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.BackendThrew(_logger, _health.Policy, bug);
            _health.Fault($"its backend threw {bug.GetType().Name}: {bug.Message}");
            return new RunResult(RunStatus.Failed, $"the backend threw {bug.GetType().Name}: {bug.Message}");
        }
    }
}
