using System.Runtime.InteropServices;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Measurement;

/// <summary>Removes a folder when the process is told to end: a hundred megabytes of shared memory must not outlive an
/// interrupted bench.</summary>
internal sealed class FolderOnSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    public FolderOnSignal(ScratchFolder folder) => _signals =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, _ => folder.Dispose())),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
    }
}
