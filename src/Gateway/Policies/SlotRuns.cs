using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Policies;

/// <summary>Runs filled slots: on an owner thread, or on the caller's where the policy's runs are immediate.</summary>
internal sealed class SlotRuns(string policy, InferenceQueue queue, BackendCall backend, bool immediate)
{
    /// <param name="ticket">With a filled slot.</param>
    /// <param name="seed">For policies that draw at random.</param>
    /// <param name="episode">The robot's own; null where the policy remembers nothing.</param>
    /// <param name="allowed">For the run itself. Nothing can call an immediate one back: it has no deadline.</param>
    public GatewayError? Run(InferenceTicket ticket, ulong seed, IEpisode? episode, RunDeadline allowed)
    {
        InferenceSlot slot = ticket.Slot!;
        slot.Prepare(seed, episode);
        ticket.Allowed = allowed;
        if (immediate)
        {
            // One at a time, as an owner thread would have it.
            lock (backend)
                slot.Result = backend.Run(slot);
        }
        else if (queue.Run(ticket) is { } failed)
        {
            return failed;
        }
        RunResult result = slot.Result;
        return result.Status is RunStatus.Ok ? null : RunErrors.ToGatewayError(policy, result);
    }
}
