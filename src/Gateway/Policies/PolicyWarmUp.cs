using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Policies;

/// <summary>A policy's runs before any robot's: what an engine and the compiler do the first time, and how fast it is
/// then.</summary>
internal sealed class PolicyWarmUp(InferenceQueue queue, SlotRuns runs, LimitsOptions limits, TimeProvider time)
{
    private readonly RunDeadline _allowed = new(limits.WarmUpTime, "Limits:WarmUpTime");

    /// <summary>Runs every slot once, and one of them until the choice of a deadline is settled.</summary>
    /// <param name="slots">How many there are; nobody else holds one.</param>
    /// <param name="blank">What the policy is shown.</param>
    /// <param name="episode">Disposed of here; null where the policy remembers nothing.</param>
    /// <param name="choice">Told how long warm runs take; null where there is none to make.</param>
    public GatewayError? Run(int slots, Observation blank, IEpisode? episode, DeadlineChoice? choice)
    {
        var tickets = new InferenceTicket[slots];
        try
        {
            for (int i = 0; i < tickets.Length; i++)
            {
                tickets[i] = new InferenceTicket();
                if (queue.Rent(tickets[i]) is { } error)
                    return error;
            }
            foreach (InferenceTicket ticket in tickets)
            {
                if (ticket.Slot!.Fill.Run(blank) is { } unfit)
                    return unfit;
                if (Run(ticket, episode) is { } error)
                    return error;
            }
            return choice is null ? null : Time(tickets[0], episode, choice);
        }
        finally
        {
            foreach (InferenceTicket ticket in tickets)
            {
                if (ticket is { State: TicketState.Granted or TicketState.Done })
                    queue.Return(ticket);
            }
            // A run that has not come back is still at work with it.
            if (!tickets.Any(ticket => ticket is { IsLate: true }))
                episode?.Dispose();
        }
    }

    private GatewayError? Time(InferenceTicket ticket, IEpisode? episode, DeadlineChoice choice)
    {
        for (int run = 0; run < DeadlineChoice.Runs && choice.Needs is null; run++)
        {
            long begun = time.GetTimestamp();
            if (Run(ticket, episode) is { } error)
                return error;
            choice.Add(time.GetElapsedTime(begun));
        }
        return null;
    }

    private GatewayError? Run(InferenceTicket ticket, IEpisode? episode) =>
        runs.Run(ticket, seed: 0, episode, _allowed);
}
