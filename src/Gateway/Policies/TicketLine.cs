namespace PolicyGate.Gateway.Policies;

/// <summary>Robots in line, of whom the one that is earliest by some order goes first.</summary>
/// <remarks>
/// A line is short (a robot is in at most one of them, once), so a scan is cheaper than a heap and allocates nothing.
/// </remarks>
internal sealed class TicketLine(Func<InferenceTicket, long> order)
{
    private readonly List<InferenceTicket> _tickets = new(capacity: 256);

    public int Count => _tickets.Count;

    public void Add(InferenceTicket ticket) => _tickets.Add(ticket);

    /// <returns>Whether it stood in line.</returns>
    public bool Remove(InferenceTicket ticket) => _tickets.Remove(ticket);

    /// <returns>Null when nobody stands in line.</returns>
    public InferenceTicket? TakeFirst()
    {
        if (_tickets.Count == 0)
            return null;
        int first = 0;
        for (int i = 1; i < _tickets.Count; i++)
        {
            if (order(_tickets[i]) < order(_tickets[first]))
                first = i;
        }
        InferenceTicket ticket = _tickets[first];
        _tickets.RemoveAt(first);
        return ticket;
    }
}
