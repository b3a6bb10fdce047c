using System.Collections.Concurrent;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>
/// Reads what the gateway says: pings are answered at once, whatever loads meanwhile; what takes long is done in order
/// on a thread beside.
/// </summary>
internal sealed class ControlLoop(
    ControlChannel<FromWorker, ToWorker> control, ControlLoggerProvider logs, WorkerEngine engine, int parent)
{
    private readonly BlockingCollection<ToWorker> _work = [];

    /// <summary>Returns when the gateway has asked for the end; a gateway that is gone ends the process.</summary>
    public void Run()
    {
        var worker = new Thread(Work) { Name = "load", IsBackground = true };
        worker.Start();
        while (control.Read() is { } message)
        {
            switch (message)
            {
                case ToWorker.Ping ping:
                    FaultSignal.DieIfItWasSent();
                    engine.Forget(ping.EndedEpisodes);
                    control.TryWrite(new FromWorker.Pong());
                    break;
                case ToWorker.Cancel cancel:
                    engine.Cancel(cancel.Lane, cancel.Sequence);
                    break;
                case ToWorker.Exit:
                    _work.CompleteAdding();
                    worker.Join();
                    return;
                default:
                    _work.Add(message);
                    break;
            }
        }
        // The gateway has died or given this worker up: nothing of the engine's is worth waiting for.
        Console.Error.WriteLine($"the gateway, process {parent}, has closed its pipe");
        LibC.ExitAtOnce(0);
    }

    private void Work()
    {
        foreach (ToWorker message in _work.GetConsumingEnumerable())
        {
            switch (message)
            {
                case ToWorker.Load load:
                    logs.Least = load.LogLevel;
                    Answer(() => engine.Load(load));
                    break;
                case ToWorker.Create create:
                    Answer(() => engine.Create(create));
                    break;
                case ToWorker.Drop drop:
                    engine.Drop(drop.Inference);
                    break;
            }
        }
    }

    private void Answer(Func<FromWorker.Answer> answer)
    {
        try
        {
            control.TryWrite(answer());
        }
#pragma warning disable CA1031 // Whatever it is, the gateway waits for an answer and tells the operator.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            control.TryWrite(new FromWorker.Failed(ErrorCode.Unavailable, failure.Message));
        }
    }
}
