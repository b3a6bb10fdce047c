using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Workers;

/// <summary>The gateway's side of one inference in one worker: its region, and what lies where.</summary>
/// <remarks>
/// Held by the worker and by the inference that is bound to it: the pages stay mapped until both have let go.
/// </remarks>
internal sealed unsafe class WorkerBinding
{
    private readonly RegionLayout _layout;
    private readonly IReadOnlyList<long> _inputs;
    private readonly OutputMark[] _outputs;
    private int _holders = 1;

    public WorkerBinding(Worker worker, SharedRegion region, RegionLayout layout, IReadOnlyList<long> inputs)
    {
        (Worker, Region, _layout, _inputs) = (worker, region, layout, inputs);
        _outputs = new OutputMark[layout.OutputBytes.Length];
    }

    public Worker Worker { get; }

    private SharedRegion Region { get; }

    /// <returns>False where the worker has let go of it already.</returns>
    public bool TryHold()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            Region.Dispose();
    }

    public Span<byte> Input(int index) =>
        _inputs[index] < 0 ? [] : Region.Span(_inputs[index], _layout.InputBytes[index]);

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8)
    {
        Span<byte> text = Text(index, row);
        Span<int> head = MemoryMarshal.Cast<byte, int>(text[..(2 * sizeof(int))]);
        utf8.CopyTo(text[(2 * sizeof(int))..]);
        head[1] = utf8.Length;
        head[0]++;
    }

    public ReadOnlySpan<byte> Output(int index) => Region.Span(_outputs[index].Offset, _outputs[index].Bytes);

    /// <summary>Takes over what the worker says of its outputs after a run.</summary>
    /// <returns>Whether it can be true.</returns>
    public bool TakeOutputs()
    {
        var marks = (OutputMark*)Region.Address;
        for (int i = 0; i < _outputs.Length; i++)
        {
            // Read once: the worker may write there again.
            OutputMark mark = new()
            {
                Offset = Volatile.Read(ref marks[i].Offset),
                Bytes = Volatile.Read(ref marks[i].Bytes),
            };
            if (mark.Bytes < 0 || mark.Bytes > _layout.OutputBytes[i]
                || mark.Offset < 0 || mark.Offset > Region.Bytes - mark.Bytes)
            {
                return false;
            }
            _outputs[i] = mark;
        }
        return true;
    }

    /// <summary>Another worker's turn: what the gateway has filled in goes there.</summary>
    public void CopyInputsTo(WorkerBinding other)
    {
        for (int i = 0; i < _inputs.Count; i++)
        {
            Input(i).CopyTo(other.Input(i));
            for (int row = 0; row < _layout.TextRows[i]; row++)
            {
                Span<byte> text = Text(i, row);
                int length = MemoryMarshal.Read<int>(text[sizeof(int)..]);
                // The worker could have written over it.
                length = Math.Clamp(length, 0, text.Length - (2 * sizeof(int)));
                other.SetText(i, row, text.Slice(2 * sizeof(int), length));
            }
        }
    }

    private Span<byte> Text(int index, int row) =>
        Region.Span(_layout.Text(index, row), (2 * sizeof(int)) + _layout.TextBytes);
}
