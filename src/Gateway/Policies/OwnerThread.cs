using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// A thread of a policy's own, the only kind that enters its backend unless its runs are immediate.
/// </summary>
internal sealed class OwnerThread
{
    private readonly InferenceQueue _queue;
    private readonly BackendCall _backend;
    private readonly Thread _thread;

    public OwnerThread(string policy, int number, InferenceQueue queue, BackendCall backend)
    {
        (_queue, _backend) = (queue, backend);
        _thread = new Thread(Work) { Name = $"policy {policy} {number}", IsBackground = true };
        _thread.Start();
    }

    /// <returns>Whether the thread has ended.</returns>
    public bool Join(TimeSpan limit) => _thread.Join(limit);

    private void Work()
    {
        BatchThreads.Follow();
        while (_queue.Take() is { } ticket)
        {
            InferenceSlot slot = ticket.Slot!;
            slot.Result = _backend.Run(slot);
            _queue.Complete(ticket);
        }
    }
}
