using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>A thread that may enter the engine: waits for the gateway's next request, runs it, answers.</summary>
#pragma warning disable CA1001 // It lives as long as the process.
internal sealed unsafe class LaneThread
#pragma warning restore CA1001
{
    private readonly LaneBlock* _block;
    private readonly ConcurrentDictionary<int, EngineInference> _inferences;
    private readonly EpisodeShelf? _shelf;
    private readonly ILogger _log;
    private readonly IEpisode[] _episodes = new IEpisode[LaneBlock.MaximumEpisodes];
    private readonly Lock _cancelling = new();
    private CancellationTokenSource _nobodyWaits = new();
    private int _sequence;

    public LaneThread(
        SharedRegion region, int number, ConcurrentDictionary<int, EngineInference> inferences, EpisodeShelf? shelf,
        ILogger log)
    {
        _block = (LaneBlock*)region.Address + number;
        (_inferences, _shelf, _log) = (inferences, shelf, log);
        new Thread(Work) { Name = $"lane {number}", IsBackground = true }.Start();
    }

    private bool HasNext => Volatile.Read(ref _block->Request) != _sequence;

    /// <summary>Nobody waits for this run any more, if it is still the one under way.</summary>
    public void Cancel(int sequence)
    {
        lock (_cancelling)
        {
            if (sequence == _sequence)
                _ = _nobodyWaits.CancelAsync();
        }
    }

    private void Work()
    {
        while (true)
        {
            WaitForNext();
            int sequence = Volatile.Read(ref _block->Request);
            lock (_cancelling)
            {
                _sequence = sequence;
                if (_nobodyWaits.IsCancellationRequested)
                    _nobodyWaits = new CancellationTokenSource();
            }
            FaultSignal.DieIfItWasSent();
            Answer(Guarded());
            // Without the gateway's nudge: an answer is all that it waits for.
            Interlocked.Exchange(ref _block->Reply, sequence);
            Futex.Wake(&_block->Reply);
        }
    }

    private void WaitForNext()
    {
        while (true)
        {
            // What was announced comes within a band's time, as it does for the gateway's own threads.
            ShortWait.For(this, static lane => lane.HasNext, TimeProvider.System);
            if (HasNext)
                return;
            Futex.Wait(&_block->Request, _sequence, Timeout.InfiniteTimeSpan);
        }
    }

    private void Answer(RunResult result)
    {
        _block->Status = (int)result.Status;
        var message = new Span<byte>(_block->Message, LaneBlock.MaximumMessageBytes);
        _block->MessageBytes = 0;
        if (result.Message is { } text)
        {
            Encoding.UTF8.GetEncoder().Convert(text, message, flush: true, out _, out int written, out _);
            _block->MessageBytes = written;
        }
    }

    private RunResult Guarded()
    {
        try
        {
            return Run();
        }
#pragma warning disable CA1031 // A throw is a bug of the backend; the gateway takes the policy out of service.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.BackendThrew(_log, bug);
            return new RunResult(LaneStatus.Threw, $"{bug.GetType().Name}: {bug.Message}");
        }
    }

    private RunResult Run()
    {
        if (!_inferences.TryGetValue(_block->Inference, out EngineInference? inference))
            return new RunResult(RunStatus.Failed, $"the worker has no inference {_block->Inference}");
        TimeProvider time = TimeProvider.System;
        long deadline = _block->RemainingNanoseconds;
        if (deadline != long.MaxValue)
            deadline = time.GetTimestamp() + (long)(deadline * 1e-9 * time.TimestampFrequency);
        var marks = new ReadOnlySpan<EpisodeMark>(
            LaneBlock.EpisodesOf(_block), _shelf is null ? 0 : Math.Min(_block->Episodes, LaneBlock.MaximumEpisodes));
        int taken = 0;
        try
        {
            for (; taken < marks.Length; taken++)
                _episodes[taken] = _shelf!.Take(marks[taken]);
            return inference.Run(new RunArguments(
                _block->Rows, _block->Seed, deadline, _episodes.AsMemory(0, taken), _nobodyWaits.Token));
        }
        finally
        {
            while (taken > 0)
                _shelf!.GiveBack(marks[--taken]);
        }
    }
}
