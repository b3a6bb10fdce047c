namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>The last observations that went out, numbered from 0. Guarded by the queue's lock.</summary>
internal sealed class SentObservations(int capacity)
{
    private readonly SentObservation[] _ring = new SentObservation[capacity];
    private long _count;

    /// <param name="number">One that was found.</param>
    public ref SentObservation this[long number] => ref _ring[number % _ring.Length];

    /// <summary>Keeps one in place of the oldest.</summary>
    public void Add(long timestep, double timestamp, long captured) =>
        this[_count++] = new SentObservation(
            timestep, BitConverter.DoubleToInt64Bits(timestamp), captured, IsAnswered: false, Withdrawn: null);

    /// <returns>Its number; -1 where it is none of these.</returns>
    public long Find(long timestep, double timestamp)
    {
        long bits = BitConverter.DoubleToInt64Bits(timestamp);
        for (long number = _count - 1; number >= Oldest; number--)
        {
            ref SentObservation sent = ref this[number];
            if (sent.TimestampBits == bits && sent.Timestep == timestep)
                return number;
        }
        return -1;
    }

    /// <summary>Whether any of them has this timestamp.</summary>
    public bool Has(double timestamp)
    {
        long bits = BitConverter.DoubleToInt64Bits(timestamp);
        for (long number = _count - 1; number >= Oldest; number--)
        {
            if (this[number].TimestampBits == bits)
                return true;
        }
        return false;
    }

    /// <summary>No answer to any of them is wanted any more.</summary>
    /// <param name="why">A <see cref="RefusalKind"/>.</param>
    public void Withdraw(string why)
    {
        for (long number = Oldest; number < _count; number++)
            this[number].Withdrawn ??= why;
    }

    private long Oldest => Math.Max(0, _count - _ring.Length);
}
