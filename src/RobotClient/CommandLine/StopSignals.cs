using System.Runtime.InteropServices;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>Turns the first signal into a request to stop; the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="others">Besides SIGTERM and SIGINT.</param>
    public StopSignals(params PosixSignal[] others) =>
        _signals =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Concat(others)
                .Select(signal => PosixSignalRegistration.Create(signal, OnSignal)),
        ];

    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        _stop.Cancel();
    }
}
