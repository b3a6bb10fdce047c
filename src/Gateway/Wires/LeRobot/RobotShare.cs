using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>One robot's part of the memory that all robots share, so that none can take it from the others.</summary>
/// <param name="memory">All robots'.</param>
/// <param name="mostBytes">This one's at most.</param>
internal sealed class RobotShare(BoundedMemory memory, long mostBytes)
{
    private long _held;

    /// <param name="bytes">As many as are needed.</param>
    /// <param name="rented">At least as long; to be given back.</param>
    /// <returns>False where there is no room for so many now.</returns>
    public bool TryRent(int bytes, out byte[] rented)
    {
        rented = [];
        if (Interlocked.Add(ref _held, bytes) <= mostBytes && memory.TryRent(bytes, out rented))
        {
            Interlocked.Add(ref _held, rented.Length - bytes);
            return true;
        }
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Return(byte[] rented)
    {
        Interlocked.Add(ref _held, -rented.Length);
        memory.Return(rented);
    }
}
