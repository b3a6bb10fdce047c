using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;

namespace PolicyGate.Gateway.Policies;

/// <summary>One set of bound buffers, and what its run is to be given and has given.</summary>
internal sealed class InferenceSlot(IInference inference, InputFill fill) : IDisposable
{
    private readonly IEpisode[] _episode = new IEpisode[1];
    private CancellationTokenSource _nobodyWaits = new();

    public IInference Inference { get; } = inference;

    /// <summary>Writes its inputs.</summary>
    public InputFill Fill { get; } = fill;

    public RunArguments Arguments { get; private set; }

    public RunResult Result { get; set; }

    /// <summary>Sets what the next run is given but for its deadline; one robot's tick is one row.</summary>
    public void Prepare(ulong seed, IEpisode? episode)
    {
        if (_nobodyWaits.IsCancellationRequested)
            _nobodyWaits = new CancellationTokenSource();
        ReadOnlyMemory<IEpisode> episodes = default;
        if (episode is not null)
        {
            _episode[0] = episode;
            episodes = _episode;
        }
        Arguments = new RunArguments(Rows: 1, seed, long.MaxValue, episodes, _nobodyWaits.Token);
    }

    /// <summary>The run begins now and is late then.</summary>
    public void Begin(long deadline) => Arguments = Arguments with { Deadline = deadline };

    /// <summary>
    /// Tells the run under way that nobody waits for it any more. What the backend does about it runs on another
    /// thread.
    /// </summary>
    public void Abandon() => _ = _nobodyWaits.CancelAsync();

    public void Dispose()
    {
        Inference.Dispose();
        _nobodyWaits.Dispose();
    }
}
