using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Robots;

/// <summary>Observations until they are answered, so many of them; any thread.</summary>
internal sealed class SentObservations
{
    // At 30 Hz two seconds' worth, beyond which an answer is too old to be executed; 60 MB of two cameras of 480×640.
    private const int Most = 32;

    private readonly Lock _gate = new();
    private readonly Queue<SentObservation> _waiting = new(Most);
    private readonly Stack<SentObservation> _free = new(Most);

    public void Add(double timestamp, TickInstant sent, ReadOnlySpan<byte> pickle)
    {
        SentObservation? room;
        lock (_gate)
        {
            if (!_free.TryPop(out room))
                room = _waiting.Count == Most ? _waiting.Dequeue() : new SentObservation();
        }
        room.Fill(timestamp, sent, pickle);
        lock (_gate)
            _waiting.Enqueue(room);
    }

    /// <summary>The observation that was answered. Those before it will not be any more: servers go by the newest.
    /// </summary>
    /// <param name="timestamp">Its own.</param>
    /// <returns>To be returned; null where it is not known, or was answered before.</returns>
    public SentObservation? Take(double timestamp)
    {
        lock (_gate)
        {
            if (!_waiting.Any(sent => sent.Timestamp == timestamp))
                return null;
            SentObservation first = _waiting.Dequeue();
            while (first.Timestamp != timestamp)
            {
                _free.Push(first);
                first = _waiting.Dequeue();
            }
            return first;
        }
    }

    public void Return(SentObservation observation)
    {
        lock (_gate)
            _free.Push(observation);
    }
}
