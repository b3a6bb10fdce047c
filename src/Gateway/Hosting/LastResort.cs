using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Hosting;

/// <summary>Ends the process where its orderly end does not come to an end.</summary>
/// <remarks>
/// A robot's container is to be gone when its robot has: the next is started then, on the same device. An engine's
/// load or run that hangs would keep it.
/// </remarks>
internal sealed class LastResort(ILoggerFactory loggers) : IDisposable
{
    // A drain takes milliseconds; with what it takes to notice, two seconds are kept.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5);

    private readonly ManualResetEventSlim _ended = new();

    /// <summary>From now on the end has its time.</summary>
    /// <param name="code">The exit code, in that case too.</param>
    public void Begin(int code)
    {
        new Thread(() => Wait(code)) { Name = "last resort", IsBackground = true }.Start();
    }

    /// <summary>The end has come.</summary>
    public void Dispose() => _ended.Set();

    private void Wait(int code)
    {
        if (_ended.Wait(Limit))
            return;
        Log.EndedAtOnce(loggers.CreateLogger("PolicyGate"), Limit);
        // Its lines are written by a thread of its own: on its end they are out.
        loggers.Dispose();
        // Nothing of the process is run any more; its workers die with it.
        LibC.ExitAtOnce(code);
    }
}
