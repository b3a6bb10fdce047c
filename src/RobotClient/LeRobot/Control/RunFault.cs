using System.Runtime.ExceptionServices;

namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>What ends a run from a thread that is not the control loop's; the first of several.</summary>
internal sealed class RunFault
{
    private ExceptionDispatchInfo? _first;

    public void Set(Exception fault) =>
        Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(fault), null);

    /// <summary>Throws it, if there is one.</summary>
    public void Throw() => Volatile.Read(ref _first)?.Throw();
}
