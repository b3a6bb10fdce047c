using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>Buffers for everything that is declared; only the state is looked at.</summary>
internal sealed class ScriptedInference : IInference
{
    private readonly ScriptedPolicy _policy;
    private readonly Pause _pause;
    private readonly List<TensorMemory?> _inputs = [];
    private readonly List<TensorMemory?> _outputs = [];
    private readonly int _chunkValues;

    public ScriptedInference(ScriptedPolicy policy, InferenceShape shape, ITensorAllocator memory)
    {
        _policy = policy;
        _pause = new Pause(policy.Time);
        try
        {
            Allocate(policy.Signature.Inputs, _inputs, shape, memory);
            Allocate(policy.Signature.Outputs, _outputs, shape, memory);
            IReadOnlyList<Dimension> action = policy.Signature.Outputs[policy.Layout.Action].Shape;
            _chunkValues = checked(shape.Of(action[^2]) * policy.Layout.Width);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Span<byte> Input(int index) => _inputs[index] is { } memory ? memory.Span : [];

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8)
    {
        // A script follows no instruction.
    }

    public ReadOnlySpan<byte> Output(int index) => _outputs[index] is { } memory ? memory.Span : [];

    public RunResult Run(in RunArguments arguments)
    {
        ReadOnlySpan<IEpisode> episodes = arguments.Episodes.Span;
        if (episodes.Length < arguments.Rows)
        {
            return new RunResult(
                RunStatus.InvalidInput,
                $"{arguments.Rows} rows came with {episodes.Length} episodes; each row needs its own");
        }
        // An episode goes on by a run that is made, not by one that nobody waits for any more.
        RunStatus begun = _pause.Wait(TimeSpan.Zero, arguments.Deadline, arguments.Cancel);
        if (begun != RunStatus.Ok)
        {
            return new RunResult(begun, begun == RunStatus.Cancelled
                ? "cancelled before it began"
                : "the deadline had passed before it began");
        }
        Fill(arguments.Rows, arguments.Seed, episodes);
        RunStatus waited = _pause.Wait(
            TimeSpan.FromMilliseconds(_policy.Options.LatencyMilliseconds), arguments.Deadline, arguments.Cancel);
        if (waited != RunStatus.Ok)
        {
            return new RunResult(waited, waited == RunStatus.Cancelled
                ? "cancelled while it waited as LatencyMilliseconds asks"
                : "the deadline passed while it waited as LatencyMilliseconds asks");
        }
        return _policy.NextFails() ? new RunResult(RunStatus.Failed, _policy.Options.FailWith) : RunResult.Ok;
    }

    public void Dispose()
    {
        _pause.Dispose();
        foreach (TensorMemory? memory in _inputs)
            memory?.Dispose();
        foreach (TensorMemory? memory in _outputs)
            memory?.Dispose();
    }

    private static void Allocate(
        IReadOnlyList<TensorSpec> specs, List<TensorMemory?> tensors, InferenceShape shape, ITensorAllocator memory)
    {
        foreach (TensorSpec spec in specs)
        {
            nuint bytes = checked(shape.Elements(spec) * (nuint)spec.Type.Size());
            tensors.Add(bytes == 0 ? null : memory.Allocate(bytes));
        }
    }

    /// <summary>Before the wait: the observation's moment counts, as it does for a model that takes its time.</summary>
    private void Fill(int rows, ulong seed, ReadOnlySpan<IEpisode> episodes)
    {
        int width = _policy.Layout.Width;
        Span<float> chunks = MemoryMarshal.Cast<byte, float>(_outputs[_policy.Layout.Action]!.Span);
        ReadOnlySpan<float> states = MemoryMarshal.Cast<byte, float>(_inputs[_policy.Layout.State]!.Span);
        int stateValues = states.Length / (chunks.Length / _chunkValues);
        for (int row = 0; row < rows; row++)
        {
            // Of a history the newest moment is the last.
            ReadOnlySpan<float> shown = states.Slice((row + 1) * stateValues - width, width);
            var episode = (ScriptedEpisode)episodes[row];
            double played = episode.Advance(shown, _policy.Time, _policy.Options);
            Span<float> chunk = chunks.Slice(row * _chunkValues, _chunkValues);
            _policy.Script.Fill(chunk, shown, episode.First, played);
            _policy.Noise?.AddTo(chunk, seed, row);
        }
    }
}
